"""The voices Twilio has for each language that `<Say>` may be given, as far as we would use them.

Twilio's own typed list (npm `twilio` 6.2, VoiceResponse.d.ts) is the source. Urdu, Somali and Farsi have none.
"""

from __future__ import annotations

from collections.abc import Mapping

VOICES: Mapping[str, frozenset[str]] = {
    "en-GB": frozenset(
        {
            "Polly.Amy",
            "Polly.Amy-Neural",
            "Polly.Amy-Generative",
            "Polly.Arthur-Neural",
            "Polly.Brian",
            "Polly.Brian-Neural",
            "Polly.Emma",
            "Polly.Emma-Neural",
        }
    ),
    "cy-GB": frozenset({"Polly.Gwyneth"}),
    "pl-PL": frozenset({"Polly.Ewa", "Polly.Jacek", "Polly.Ola-Neural"}),
    "ro-RO": frozenset({"Polly.Carmen"}),
    "pt-PT": frozenset({"Polly.Ines", "Polly.Ines-Neural"}),
    "es-ES": frozenset({"Polly.Lucia", "Polly.Lucia-Neural", "Polly.Sergio-Neural"}),
    "arb": frozenset({"Polly.Zeina"}),
    "ar-AE": frozenset({"Polly.Hala-Neural", "Polly.Zayd-Neural"}),
    "cmn-CN": frozenset({"Polly.Zhiyu", "Polly.Zhiyu-Neural"}),
    "yue-CN": frozenset({"Polly.Hiujin-Neural"}),
    "pa-IN": frozenset({"Google.pa-IN-Standard-A", "Google.pa-IN-Wavenet-A"}),
    "bn-IN": frozenset({"Google.bn-IN-Standard-A", "Google.bn-IN-Wavenet-A"}),
    "gu-IN": frozenset({"Google.gu-IN-Standard-A", "Google.gu-IN-Wavenet-A"}),
}
