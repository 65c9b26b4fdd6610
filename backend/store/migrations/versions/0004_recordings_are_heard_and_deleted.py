"""Recordings are heard and deleted"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'


def upgrade() -> None:
    with op.batch_alter_table('recording', schema=None) as batch_op:
        batch_op.add_column(sa.Column('kind', sa.Text(), nullable=False, server_default='message'))
        batch_op.create_index(batch_op.f('ix_recording_delete_on'), ['delete_on'], unique=False)
    op.execute("UPDATE recording SET kind = 'point' WHERE point IS NOT NULL")
    with op.batch_alter_table('obligation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('point', sa.Integer(), nullable=True))
