"""How bodies are made that are no JSON: a real browser's offer, whole, with lines lost or doubled, and noise."""

from pathlib import Path

import schemathesis
from hypothesis import strategies as st

REPOSITORY = Path(__file__).resolve().parents[2]
LINES = (REPOSITORY / "src/media/sdp/testdata/chromium_publish_offer.sdp").read_text().splitlines()


def written(lines):
    return "".join(f"{line}\r\n" for line in lines).encode()


whole = st.just(written(LINES))
# Often still an offer: few lines are missing, none is out of place.
lost = st.sets(st.integers(0, len(LINES) - 1), max_size=4).map(
    lambda gone: written(line for at, line in enumerate(LINES) if at not in gone)
)
mixed = st.lists(st.sampled_from(LINES), max_size=60).map(written)
noise = st.binary(max_size=400)

schemathesis.openapi.media_type("application/sdp", st.one_of(whole, lost, mixed, noise))
schemathesis.openapi.media_type("application/trickle-ice-sdpfrag", st.one_of(mixed, noise))
