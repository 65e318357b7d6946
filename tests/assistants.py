"""What assistants ask in several tests, and how the official client asks it."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from mcp import Client
from mcp.shared.exceptions import MCPError

from kg.mcp.protocol import CAPABILITIES, NEWEST, VERSION

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
META = {VERSION: NEWEST, CAPABILITIES: {}}
CALLS = {
    "search": {"text": "zjszgh"},
    "show": {"entity": "班前十分钟"},
    "evidence": {"entity": "班前十分钟", "property": "主办"},
    "path": {"from": "竺士杰", "to": "浙江省总工会"},
    "saved_queries": {},
    "run_saved_query": {"name": "beneficiaries", "parameters": {"group": ["职工"]}, "limit": 2},
    "vocabulary": {},
    "query": {"query": "SELECT ?name { ?e skos:prefLabel ?name }", "limit": 3},
}


def message(method, params=None, id_=1):
    return json.dumps({"jsonrpc": "2.0", "id": id_, "method": method, "params": params or {}}).encode()


def text(result):
    (part,) = result["content"]
    return part["text"]


def run(coroutine):
    """Run in a thread of its own: a browser of other tests may keep a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


async def visit(address, mode, unknown):
    """Do all that an assistant may do, as the official client does it; it checks answers by their schemas."""
    async with Client(address, mode=mode) as client:
        tools = await client.list_tools()
        results = {name: await client.call_tool(name, given) for name, given in CALLS.items()}
        failed = await client.call_tool("show", {"entity": "没有这个"})
        with pytest.raises(MCPError, match=unknown):
            await client.call_tool("nothing", {})
        resources = await client.list_resources()
        read = await client.read_resource(resources.resources[0].uri)
        templates = await client.list_resource_templates()
    assert [tool.name for tool in tools.tools] == [*results]
    assert all(result.structured_content and not result.is_error for result in results.values())
    assert failed.is_error
    assert read.contents[0].text
    assert len(templates.resource_templates) == 1
    return client
