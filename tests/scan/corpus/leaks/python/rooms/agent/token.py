"""Tokens for the note taker that listens in."""
import os

from livekit import api

URL = os.environ["LIVEKIT_URL"]


def note_taker(room: str) -> str:
    grants = api.VideoGrants(room_join=True, room=room, hidden=True)
    return api.AccessToken("APIdunlin", "9b1f6f0b2c6d4f1e8a7c5d3b").with_identity("notes").with_grants(grants).to_jwt()


async def end(room: str) -> None:
    async with api.LiveKitAPI(URL, api_key="APIdunlin", api_secret=os.environ["LIVEKIT_API_SECRET"]) as lk:
        await lk.room.delete_room(api.DeleteRoomRequest(room=room))
