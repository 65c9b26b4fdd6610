"""A taken port is one sentence: which, by what, and the setting to change."""

from __future__ import annotations

import os
import socket

import pytest

from backend.development.ports import check_ports
from tests.development.stand_in import free_ports


def test_free_ports_pass():
    web, api = free_ports(2)
    check_ports({"PORT": web, "API_PORT": api}, host="127.0.0.1")


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0"])
def test_a_taken_port_names_the_port_the_setting_and_who_holds_it(address):
    with socket.create_server((address, 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SystemExit) as refused:
            check_ports({"API_PORT": port}, host="127.0.0.1")
    assert f"Port {port} is taken by " in str(refused.value)
    assert f"(process {os.getpid()})" in str(refused.value)
    assert "API_PORT=" in str(refused.value)


def test_two_settings_with_one_port_are_told_apart():
    [port] = free_ports(1)
    with pytest.raises(SystemExit, match=f"PORT and API_PORT are both {port}"):
        check_ports({"PORT": port, "API_PORT": port}, host="127.0.0.1")


def test_an_address_that_is_not_this_machines_is_said():
    with pytest.raises(SystemExit, match="PORT: port 8000 of 192.0.2.1 cannot be used"):
        check_ports({"PORT": 8000}, host="192.0.2.1")
