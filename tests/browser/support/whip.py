"""Sends a picture and a tone to a WHIP endpoint until standard input ends: a client that is not ours.

Usage: whip.py ENDPOINT TOKEN
"""

import asyncio
import sys
from urllib.parse import urljoin

import aiohttp
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import AudioStreamTrack, VideoStreamTrack


async def main(endpoint: str, token: str) -> None:
    # The server is the one that can be reached; nothing else has to be found.
    peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    for track in (AudioStreamTrack(), VideoStreamTrack()):
        peer.addTransceiver(track, direction="sendonly")
    await peer.setLocalDescription(await peer.createOffer())
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as http:
        headers = {"Content-Type": "application/sdp"}
        async with http.post(endpoint, data=peer.localDescription.sdp, headers=headers) as reply:
            text = await reply.text()
            if reply.status != 201:
                sys.exit(f"{reply.status}: {text}")
            session = urljoin(endpoint, reply.headers["Location"])
        await peer.setRemoteDescription(RTCSessionDescription(text, "answer"))
        print("sending", flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
        async with http.delete(session) as reply:
            print("ended" if reply.status == 200 else f"not ended: {reply.status}", flush=True)
    await peer.close()


asyncio.run(main(*sys.argv[1:]))
