"""Each behaviour of beaver-faulty-upstream does on the wire what --list says. Raw sockets, so that no client library mends it."""

import concurrent.futures
import gzip
import json
import pathlib
import re
import sys
import tempfile
import unittest
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from beaver_process import FaultyUpstream, Process, RawConnection, binary, call, monotonic_us  # noqa: E402

CHAT = {"model": "gpt-4o-mini", "messages": [{"role": "user", "content": "hi"}]}
STREAM = CHAT | {"stream": True, "stream_options": {"include_usage": True}}
RECORDED = b'data: {"a":1}\r\n\r\ndata: [DONE]\r\n\r\n'


class Raw:
    """A whole conversation of one request: head, body as it came on the wire, and how it ended."""

    def __init__(self, head: bytes, body: bytes, reset: bool):
        self.head, self.body, self.reset = head, body, reset

    def dechunked(self) -> bytes:
        rest, data = self.body, b""
        while True:
            size, rest = rest.split(b"\r\n", 1)
            length = int(size.split(b";")[0], 16)
            if length == 0:
                return data
            assert rest[length:length + 2] == b"\r\n", "a chunk isn't followed by CR LF"
            data, rest = data + rest[:length], rest[length + 2:]

    def chunk_sizes(self) -> list[int]:
        return [int(size, 16) for size in re.findall(rb"(?:^|\r\n)([0-9a-f]+)\r\n", self.body)]


class FaultyUpstreamTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        case = pathlib.Path(cls.folder.name, "openai", "recorded")
        case.mkdir(parents=True)
        (case / "meta.json").write_text(json.dumps({
            "status": 200, "response_file": "response.sse",
            "response_headers": {"Content-Type": "text/event-stream", "X-Request-Id": "req_1", "Content-Length": "3"}}))
        (case / "response.sse").write_bytes(RECORDED)
        cls.upstream = FaultyUpstream(fixtures=cls.folder.name)

    @classmethod
    def tearDownClass(cls):
        code = cls.upstream.process.terminate()
        cls.folder.cleanup()
        assert code == 0, f"exit code {code}\n{cls.upstream.process.output()}"

    def setUp(self):
        self.upstream.reset()

    def connect(self, behaviour: str, body=CHAT, close=True, path="/v1/chat/completions") -> RawConnection:
        connection = RawConnection(self.upstream.base)
        payload = json.dumps(body).encode()
        connection.send(f"POST /{behaviour}{path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer secret\r\n"
                        f"{'connection: close' if close else 'x-y: z'}\r\ncontent-length: {len(payload)}\r\n\r\n".encode()
                        + payload)
        return connection

    def exchange(self, behaviour: str, body=CHAT, **more) -> Raw:
        with self.connect(behaviour, body, **more) as connection:
            data, reset = connection.read_all()
        head, _, rest = data.partition(b"\r\n\r\n")
        return Raw(head, rest, reset)

    def ask(self, behaviour: str, body=CHAT):
        return call(self.upstream.base, "POST", f"/{behaviour}/v1/chat/completions", body)

    # Healthy answers

    def test_ok_answers_json_with_the_tokens_asked_for(self):
        answer = self.ask("ok;tokens=5;prompt=7;cached=3").json()
        self.assertEqual(answer["choices"][0]["message"]["content"], "w0 w1 w2 w3 w4")
        self.assertEqual(answer["usage"]["prompt_tokens"], 7)
        self.assertEqual(answer["usage"]["completion_tokens"], 5)
        self.assertEqual(answer["usage"]["total_tokens"], 12)
        self.assertEqual(answer["usage"]["prompt_tokens_details"]["cached_tokens"], 3)
        self.assertEqual(answer["choices"][0]["finish_reason"], "stop")

    def test_ok_honours_both_names_of_the_token_limit(self):
        for name in ("max_tokens", "max_completion_tokens"):
            answer = self.ask("ok", CHAT | {name: 2}).json()
            self.assertEqual(answer["choices"][0]["message"]["content"], "w0 w1")
            self.assertEqual(answer["choices"][0]["finish_reason"], "length")

    def test_ok_streams_and_sends_usage_only_if_asked(self):
        events = self.ask("ok;tokens=3", STREAM).events()
        self.assertEqual(events[-1], "[DONE]")
        self.assertEqual(json.loads(events[-2])["usage"]["completion_tokens"], 3)
        text = "".join(json.loads(event)["choices"][0]["delta"].get("content", "") for event in events[:-2])
        self.assertEqual(text, "w0 w1 w2")
        without = self.ask("ok;tokens=3", CHAT | {"stream": True})
        self.assertNotIn(b"usage", without.body)

    def test_ok_answers_embeddings_models_and_legacy_completions(self):
        base = self.upstream.base
        embeddings = call(base, "POST", "/ok/v1/embeddings", {"model": "e", "input": ["a", "b", "c"]}).json()
        self.assertEqual(len(embeddings["data"]), 3)
        self.assertEqual(call(base, "GET", "/ok/v1/models").json()["object"], "list")
        legacy = call(base, "POST", "/ok;tokens=2/v1/completions", {"model": "m", "prompt": "x"}).json()
        self.assertEqual(legacy["choices"][0]["text"], "w0 w1")
        self.assertEqual(call(base, "GET", "/ok/v1/nothing").status, 404)

    def test_ok_speaks_the_dialect_of_the_path(self):
        base, say = self.upstream.base, {"model": "m", "max_tokens": 9}
        claude = call(base, "POST", "/ok;tokens=2;cached=3/v1/messages", say).json()
        self.assertEqual(claude["content"][0]["text"], "w0 w1")
        self.assertEqual((claude["usage"]["input_tokens"], claude["usage"]["cache_read_input_tokens"]), (9, 3))
        names = [json.loads(event)["type"] for event in call(base, "POST", "/ok;tokens=2/v1/messages", say | {"stream": True}).events()]
        self.assertEqual(names, ["message_start", "content_block_start", "ping", "content_block_delta", "content_block_delta",
                                 "content_block_stop", "message_delta", "message_stop"])
        gemini = call(base, "POST", "/ok;tokens=2/v1beta/models/gemini-x:generateContent", {}).json()
        self.assertEqual(gemini["modelVersion"], "gemini-x")
        self.assertEqual(gemini["candidates"][0]["finishReason"], "STOP")
        chunks = [json.loads(event) for event in
                  call(base, "POST", "/ok;tokens=2/v1beta/models/m:streamGenerateContent?alt=sse",
                       {"generationConfig": {"maxOutputTokens": 1}}).events()]
        self.assertEqual([chunk["candidates"][0].get("finishReason") for chunk in chunks], ["MAX_TOKENS"])
        response = call(base, "POST", "/ok;tokens=2/v1/responses", {"model": "m"}).json()
        self.assertEqual(response["output"][0]["content"][0]["text"], "w0 w1")
        events = [json.loads(event) for event in call(base, "POST", "/ok;tokens=2/v1/responses", {"stream": True}).events()]
        self.assertEqual([event["sequence_number"] for event in events], list(range(10)))
        self.assertEqual(events[-1]["response"]["usage"]["output_tokens"], 2)
        self.assertEqual(call(base, "POST", "/429/v1/messages", {}).json()["error"]["type"], "rate_limit_error")
        self.assertEqual(call(base, "POST", "/429/v1beta/models/m:generateContent", {}).json()["error"]["status"],
                         "RESOURCE_EXHAUSTED")

    def test_streams_of_other_dialects_end_wrongly_too(self):
        say = {"model": "m", "stream": True}
        names = lambda path: re.findall(r"^event: (.*)$", call(  # noqa: E731
            self.upstream.base, "POST", path, say).body.decode(), re.M)
        self.assertEqual(names("/sse-no-done/v1/messages")[-1], "message_delta")
        self.assertEqual(names("/sse-done-twice/v1/messages")[-2:], ["message_stop", "message_stop"])
        self.assertEqual(names("/sse-error;events=4;done=0/v1/messages")[-1], "error")
        self.assertEqual(names("/sse-error;done=0/v1/responses")[-2:], ["error", "response.failed"])
        self.assertEqual(names("/sse-no-done/v1/responses")[-1], "response.output_item.done")

    def test_ok_answers_what_is_not_chat(self):
        base = self.upstream.base
        self.assertEqual(len(call(base, "POST", "/ok/v1/images/generations", {"n": 2}).json()["data"]), 2)
        self.assertTrue(call(base, "POST", "/ok/v1/audio/speech", {"response_format": "wav"}).body.startswith(b"RIFF"))
        form = (b'--b\r\ncontent-disposition: form-data; name="response_format"\r\n\r\ntext\r\n--b--\r\n')
        heard = call(base, "POST", "/ok;tokens=2/v1/audio/transcriptions", form, {"content-type": "multipart/form-data; boundary=b"})
        self.assertEqual(heard.body, b"w0 w1\n")
        self.assertEqual(len(call(base, "POST", "/ok/v1/moderations", {"input": ["a", "b"]}).json()["results"]), 2)
        self.assertEqual(len(call(base, "POST", "/ok/v1/rerank", {"documents": ["a"]}).json()["results"]), 1)
        self.assertEqual(call(base, "POST", "/ok/v1/messages/count_tokens", {}).json(), {"input_tokens": 12})
        self.assertEqual(call(base, "POST", "/ok/v1beta/models/m:countTokens", {}).json()["totalTokens"], 12)
        coded = call(base, "POST", "/ok/v1/embeddings", {"input": "a", "encoding_format": "base64"}).json()
        self.assertIsInstance(coded["data"][0]["embedding"], str)
        self.assertTrue(call(base, "GET", "/ok/v1/models", headers={"anthropic-version": "2023-06-01"}).json()["first_id"])
        self.assertTrue(call(base, "GET", "/ok/v1beta/models").json()["models"][0]["name"].startswith("models/"))

    def test_asked_does_what_the_request_says(self):
        ask = lambda text: self.ask("asked", {"messages": [{"role": "user", "content": text}]})  # noqa: E731
        self.assertEqual(ask("Hello").json()["choices"][0]["message"]["content"][:2], "w0")
        self.assertEqual(ask("Hello [[do 429;retry_after=3;tag=a]]").headers["retry-after"], "3")
        self.assertEqual(ask("[[do fixture;case=openai.recorded]]").body, RECORDED)
        self.assertEqual(ask("[[do nonsense]]").status, 404)
        self.assertIn(b"retry_after=3", self.upstream.request_body("tag=a"))
        self.assertEqual(call(self.upstream.base, "GET", "/_requests/tag=none").status, 404)

    def test_fixture_replays_bytes_status_and_headers(self):
        for case in ("openai/recorded", "openai.recorded", "openai%2Frecorded"):
            raw = self.exchange(f"fixture;case={case}")
            self.assertEqual(raw.dechunked(), RECORDED)
            self.assertIn(b"x-request-id: req_1", raw.head)
            self.assertNotIn(b"content-length", raw.head)
        self.assertIn(b"Content-Length", self.exchange("fixture;case=openai/recorded;framing=length").head.title())
        for bad in ("openai/none", "../etc", "..%2F..%2Fetc/passwd", "openai"):
            self.assertIn(b" 404 ", self.exchange(f"fixture;case={bad}").head)

    def test_split_cuts_the_body_into_pieces_of_that_size(self):
        raw = self.exchange("fixture;case=openai/recorded;split=1")
        self.assertEqual(raw.dechunked(), RECORDED)
        self.assertEqual(raw.chunk_sizes(), [1] * len(RECORDED) + [0])

    def test_framing_close_ends_the_body_with_the_connection(self):
        raw = self.exchange("ok;framing=close", close=False)
        self.assertNotIn(b"content-length", raw.head)
        self.assertTrue(json.loads(raw.body)["usage"])

    def test_keep_alive_serves_two_requests_on_one_connection(self):
        with self.connect("ok", close=False) as connection:
            connection.read_until(b"system_fingerprint")
            connection.send(b"GET /ok/v1/models HTTP/1.1\r\nhost: x\r\n\r\n")
            self.assertIn(b"faulty-upstream", connection.read_until(b"]}"))
        self.assertEqual(self.upstream.stats()["requests"], 2)

    # Statuses

    def test_status_and_retry_after(self):
        for code in (401, 402, 403, 404, 408, 422, 429, 500, 502, 503, 529):
            answer = self.ask(str(code))
            self.assertEqual(answer.status, code)
            self.assertIn("message", answer.json()["error"])
            self.assertNotIn("retry-after", answer.headers)
        self.assertEqual(self.ask("429;retry_after=99999999").headers["retry-after"], "99999999")
        self.assertTrue(self.ask("status;code=502;body=html").body.startswith(b"<!DOCTYPE html>"))
        self.assertEqual(self.ask("503;body=text").headers["content-type"], "text/plain")
        self.assertEqual(self.ask("503;body=empty").body, b"")

    def test_redirect_leads_to_the_trap_which_counts(self):
        for code in (301, 302, 307, 308):
            answer = self.ask(f"redirect;code={code}")
            self.assertEqual(answer.status, code)
            self.assertEqual(answer.headers["location"], self.upstream.trap + "/trap/v1/chat/completions")
        self.assertTrue(self.ask("redirect;to=path").headers["location"].startswith(self.upstream.base + "/trap"))
        self.assertEqual(self.ask("redirect;location=file:%2F%2F%2Fetc").headers["location"], "file:///etc")
        self.assertEqual(self.upstream.stats()["trap_hits"], 0)
        call(self.upstream.trap, "POST", "/trap/v1/chat/completions", CHAT, {"authorization": "Bearer leaked"})
        stats = self.upstream.stats()
        self.assertEqual(stats["trap_hits"], 1)
        self.assertEqual(stats["last_requests"][-1]["headers"]["authorization"], "Bearer leaked")

    def test_fail_misbehaves_n_times_and_ok_first_the_other_way_round(self):
        self.assertEqual([self.ask("503;fail=2").status for _ in range(4)], [503, 503, 200, 200])
        self.assertEqual([self.ask("503;ok_first=1").status for _ in range(3)], [200, 503, 503])
        self.upstream.reset()
        self.assertEqual(self.ask("503;fail=2").status, 503)

    def test_unknown_behaviours_and_options_are_explained(self):
        for behaviour, status in (("nope", 404), ("ok;bogus=1", 400), ("ok;tokens=many", 400), ("ok;text=%zz", 404),
                                  ("ok;framing=odd", 400), ("slow;ms=-1", 400)):
            answer = self.ask(behaviour)
            self.assertEqual(answer.status, status, behaviour)
            self.assertIn("faulty upstream:", answer.json()["error"]["message"])
        with RawConnection(self.upstream.base) as connection:
            connection.send(b"nonsense\r\n\r\n")
            self.assertIn(b"400 Bad Request", connection.read_all()[0])

    # Connection

    def test_hang_says_nothing_and_notices_the_client_leaving(self):
        for behaviour, expected in (("hang", b""), ("hang-after-headers", b"200 OK"), ("stall", b"w0")):
            self.upstream.reset()
            connection = self.connect(behaviour, STREAM)
            if expected:
                connection.read_until(expected)
            self.upstream.wait(requests=1)
            connection.socket.settimeout(0.05)
            with self.assertRaises(TimeoutError):
                while connection.socket.recv(4096):
                    pass
            left = monotonic_us()
            connection.close()
            noticed = self.upstream.wait(cancelled=1)["last_requests"][-1]
            self.assertEqual(noticed["outcome"], "cancelled")
            self.assertLess(noticed["cancelled_at_us"] - left, 20_000_000)

    def test_a_client_that_leaves_a_slow_stream_is_noticed_at_once(self):
        for leave in (RawConnection.close, RawConnection.reset):
            self.upstream.reset()
            connection = self.connect("ok;chunk_ms=60000", STREAM)
            connection.read_until(b"assistant")
            left = monotonic_us()
            leave(connection)
            noticed = self.upstream.wait(cancelled=1)["last_requests"][-1]
            self.assertLess(noticed["cancelled_at_us"] - left, 20_000_000, "not with the next chunk, after a minute")
            self.assertIn(b"assistant", self.upstream.body())

    def test_resets_come_where_they_should(self):
        for behaviour, arrives, missing in (("rst-before-headers", b"", b"HTTP"), ("rst-mid-headers", b"HTTP/1.1", b"\r\n\r\n"),
                                            ("rst-after-headers", b"\r\n\r\n", b"data"), ("rst-mid-body", b"w0", b"[DONE]")):
            with self.connect(behaviour, STREAM) as connection:
                data, reset = connection.read_all()
            self.assertTrue(reset, behaviour)
            self.assertIn(arrives, data, behaviour)
            self.assertNotIn(missing, data, behaviour)
        self.upstream.wait(ended=4)
        self.assertEqual(self.upstream.stats()["cut"], 4)

    def test_early_ends_come_without_reset(self):
        for behaviour, arrives, missing in (("fin-before-headers", b"", b"HTTP"), ("fin-mid-headers", b"HTTP/1.1", b"\r\n\r\n"),
                                            ("fin-mid-body", b"w0", b"\r\n0\r\n"), ("fin-mid-chunk", b"fff\r\n", b"\r\n0\r\n")):
            with self.connect(behaviour, STREAM) as connection:
                data, reset = connection.read_all()
            self.assertFalse(reset, behaviour)
            self.assertIn(arrives, data, behaviour)
            self.assertNotIn(missing, data, behaviour)

    def test_slow_sends_byte_by_byte_and_all_of_it(self):
        self.assertEqual(set(self.exchange("slow;ms=0;tokens=1", STREAM).chunk_sizes()), {0, 1})
        self.assertTrue(json.loads(self.exchange("slow;ms=1;tokens=1").body)["usage"])
        self.assertTrue(json.loads(self.exchange("slow-headers;ms=1;tokens=1").body)["usage"])

    def test_close_race_promises_keep_alive_and_closes(self):
        raw = self.exchange("close-race", close=False)
        self.assertNotIn(b"connection: close", raw.head)
        self.assertTrue(json.loads(raw.body)["usage"])
        with self.connect("close-race;when=next", close=False) as connection:
            connection.read_until(b"system_fingerprint")
            connection.send(b"POST / HTTP/1.1\r\nhost: x\r\n\r\n")
            self.assertEqual(connection.read_all(), (b"", True))

    def test_ports_that_refuse_and_swallow(self):
        with self.assertRaises(ConnectionRefusedError):
            RawConnection(self.upstream.refusing)
        with self.assertRaises(TimeoutError):
            RawConnection(self.upstream.black_hole, 0.3)

    # Framing and headers

    def length(self, raw: Raw) -> int:
        return int(re.search(rb"content-length: (\S+)", raw.head)[1])

    def test_content_length_lies(self):
        short, long = self.exchange("cl-short"), self.exchange("cl-long;by=7")
        self.assertEqual(self.length(short), len(short.body) - 10)
        self.assertEqual(self.length(long), len(long.body) + 7)
        self.assertEqual(self.exchange("cl-twice").head.count(b"content-length:"), 2)
        self.assertIn(b"content-length: -1", self.exchange("cl-negative").head)
        self.assertIn(b"content-length: 0x1F", self.exchange("cl-garbage").head)
        self.assertIn(b"content-length: 99999999999999999999999", self.exchange("cl-overflow").head)
        both = self.exchange("cl-te").head
        self.assertIn(b"content-length", both)
        self.assertIn(b"transfer-encoding: chunked", both)
        self.assertIn(b"transfer-encoding: beaver, chunked", self.exchange("te-unknown").head)

    def test_chunk_sizes_lie(self):
        for behaviour, size in (("chunk-overflow", b"FFFFFFFFFFFFFFFFF\r\n"), ("chunk-huge", b"7FFFFFFFFFFFFFFF\r\n"),
                                ("chunk-negative", b"-5\r\n"), ("chunk-garbage", b"zz\r\n"), ("chunk-too-long", b"5\r\n{")):
            self.assertTrue(self.exchange(behaviour).body.startswith(size), behaviour)
        extended = self.exchange("chunk-extension;kb=2")
        self.assertIn(b";x=" + b"x" * 2048, extended.body)
        self.assertTrue(json.loads(extended.dechunked())["usage"])

    def test_trailers_http10_and_204_with_body(self):
        self.assertTrue(self.exchange("trailers").body.endswith(
            b"0\r\nx-late: 1\r\nauthorization: Bearer from-the-trailer\r\ncontent-length: 3\r\n\r\n"))
        self.assertTrue(self.exchange("http10").head.startswith(b"HTTP/1.0 200"))
        empty = self.exchange("body-204")
        self.assertTrue(empty.head.startswith(b"HTTP/1.1 204"))
        self.assertTrue(json.loads(empty.body)["usage"])

    def test_header_blocks_too_large_too_many_malformed(self):
        self.assertGreater(len(self.exchange("huge-headers;kb=300").head), 300_000)
        line = max(self.exchange("huge-header-line;kb=300").head.split(b"\r\n"), key=len)
        self.assertGreaterEqual(len(line), 300 * 1024)
        self.assertEqual(self.exchange("many-headers;n=500").head.count(b"\r\nx: y"), 500)
        storm = self.exchange("1xx-storm;n=50")
        self.assertEqual((storm.head + storm.body).count(b"HTTP/1.1 103"), 50)
        self.assertIn(b"HTTP/1.1 200 OK", storm.body)
        self.assertNotIn(b"HTTP/1.1", self.exchange("not-http").head)
        self.assertTrue(self.exchange("bad-status-line").head.startswith(b"HTTP/1.1 2OO"))
        self.assertTrue(self.exchange("strange-status;code=299").head.startswith(b"HTTP/1.1 299"))
        self.assertIn(b"x-nul: a\0b", self.exchange("header-nul").head)
        self.assertIn(b"x-folded: a\r\n content-length", self.exchange("header-fold").head)
        self.assertIn(b"this is no header", self.exchange("header-no-colon").head)
        self.assertNotIn(b"\r", self.exchange("header-bare-lf").head)

    def test_switch_answers_101_and_stays(self):
        with self.connect("switch") as connection:
            self.assertIn(b"101 Switching Protocols", connection.read_until(b"no HTTP"))

    # Encoding

    def test_gzip_good_bad_and_explosive(self):
        good = self.exchange("gzip")
        self.assertIn(b"content-encoding: gzip", good.head)
        self.assertTrue(json.loads(gzip.decompress(good.body))["usage"])
        bomb = self.exchange("gzip-bomb;mb=64")
        self.assertLess(len(bomb.body), 128 * 1024)
        self.assertGreater(len(plain := gzip.decompress(bomb.body)), 64 * 1024 * 1024)
        self.assertTrue(json.loads(plain)["usage"])
        with self.assertRaises(EOFError):
            gzip.decompress(self.exchange("gzip-truncated").body)
        with self.assertRaises(gzip.BadGzipFile):
            gzip.decompress(self.exchange("gzip-bad-sum").body)
        unpack = zlib.decompressobj(31)
        self.assertTrue(json.loads(unpack.decompress(self.exchange("gzip-tail").body)))
        self.assertEqual(unpack.unused_data, b"bytes after the end")
        self.assertTrue(json.loads(self.exchange("gzip-not").body))
        self.assertIn(b"content-encoding: x-beaver", self.exchange("encoding-unknown").head)

    # Content

    def test_bodies_that_are_not_answers(self):
        self.assertIn("text/html", self.ask("html").headers["content-type"])
        self.assertEqual(self.ask("html-as-json").headers["content-type"], "application/json")
        self.assertEqual(self.ask("empty-body").body, b"")
        self.assertTrue(self.ask("json-blank;n=3").body.startswith(b"\n\n\n{"))
        self.assertTrue(self.ask("json-blank").json()["usage"])
        for behaviour in ("json-truncated", "json-tail", "html-as-json"):
            with self.assertRaises(json.JSONDecodeError):
                self.ask(behaviour).json()
        self.assertEqual(self.ask("json-array").json(), [1, 2, 3])
        self.assertIn(b"[" * 1000, self.ask("json-deep;n=1000").body)
        self.assertGreater(len(self.ask("json-big;mb=2").body), 2 * 1024 * 1024)
        self.assertIn("error", self.ask("error-in-200").json())
        self.assertEqual(self.ask("no-choices").json()["choices"], [])
        self.assertIsNone(self.ask("empty-answer").json()["choices"][0]["finish_reason"])
        self.assertEqual(len(self.ask("empty-answer", STREAM).events()), 2)
        self.assertEqual(self.ask("sse-unasked").events()[-1], "[DONE]")
        self.assertTrue(self.ask("json-for-stream", STREAM).json()["usage"])
        self.assertEqual(self.ask("wrong-type").headers["content-type"], "application/octet-stream")

    # Event streams

    def sse(self, behaviour: str) -> bytes:
        return self.exchange(behaviour, STREAM).dechunked()

    def test_streams_that_end_wrongly(self):
        error = self.ask("sse-error;events=3", STREAM).events()
        self.assertIn("error", json.loads(error[3]))
        self.assertEqual((len(error), error[4]), (5, "[DONE]"))
        self.assertNotIn(b"[DONE]", self.sse("sse-error;done=0"))
        truncated = self.sse("sse-truncated")
        self.assertFalse(truncated.endswith(b"\n"))
        self.assertNotIn(b"[DONE]", truncated)
        self.assertTrue(self.sse("sse-no-blank").endswith(b"data: [DONE]"))
        self.assertNotIn(b"[DONE]", self.sse("sse-no-done"))
        self.assertIn(b'"finish_reason":"stop"', self.sse("sse-no-done"))
        self.assertNotIn(b'"finish_reason":"stop"', self.sse("sse-no-finish"))
        self.assertTrue(self.sse("sse-done-twice").endswith(b"data: [DONE]\n\ndata: [DONE]\n\n"))
        self.assertIn(b"after the end", self.sse("sse-after-done").partition(b"[DONE]")[2])
        with self.connect("sse-done-open", STREAM) as connection:
            connection.read_until(b"[DONE]")

    def test_streams_with_other_line_ends(self):
        for behaviour, end in (("sse-cr", b"\r"), ("sse-lf", b"\n"), ("sse-crlf", b"\r\n")):
            data = self.sse(behaviour)
            self.assertTrue(data.endswith(b"data: [DONE]" + end + end), behaviour)
            self.assertEqual(data.count(b"\r") + data.count(b"\n"), data.count(end) * len(end), behaviour)
        mixed = self.ask("sse-mixed", STREAM)
        for end in (rb"\n", rb"\r\n", rb"\r(?!\n)"):
            self.assertRegex(mixed.body, end)
        lines = re.split(rb"\r\n|\n|\r", mixed.body)
        self.assertEqual(len([line for line in lines if line]), len([line for line in lines if not line]) - 1)

    def test_streams_with_strange_bytes(self):
        self.assertTrue(self.sse("sse-bom").startswith(b"\xef\xbb\xbfdata:"))
        self.assertIn(b"data: \0\0\n\n", self.sse("sse-nul"))
        with self.assertRaises(UnicodeDecodeError):
            self.sse("sse-bad-utf8").decode()
        self.assertGreater(max(map(len, self.sse("sse-long-line;mb=3").split(b"\n"))), 3 * 1024 * 1024)
        self.assertEqual(self.sse("sse-flood;n=2000").count(b"data: {}\n\n"), 2000)
        self.assertIn(b": OPENROUTER PROCESSING\n\n", self.sse("sse-comments"))
        self.assertIn(b'data: {"choices":[{"delta":\n\n', self.sse("sse-bad-json"))
        ordinary = [event.replace("\n", "") for event in self.ask("ok", STREAM).events()]
        for behaviour in ("sse-many-lines", "sse-no-space", "sse-fields", "sse-comments", "sse-crlf", "sse-mixed"):
            events = [event.replace("\n", "") for event in self.ask(behaviour, STREAM).events()]
            self.assertEqual(len(events), len(ordinary), behaviour)
            self.assertEqual(events[-1], "[DONE]", behaviour)
            for event in events[:-1]:
                json.loads(event)

    # Usage

    def test_usage_that_cannot_be(self):
        usage = lambda behaviour: self.ask(behaviour).json().get("usage", "absent")  # noqa: E731
        self.assertEqual(usage("usage-absent"), "absent")
        self.assertIsNone(usage("usage-null"))
        self.assertEqual(usage("usage-empty"), {})
        self.assertEqual(usage("usage-zero")["completion_tokens"], 0)
        self.assertLess(usage("usage-negative")["prompt_tokens"], 0)
        self.assertEqual(usage("usage-huge")["prompt_tokens"], 1e308)
        self.assertEqual(usage("usage-max")["prompt_tokens"], 2 ** 63 - 1)
        self.assertEqual(usage("usage-fraction")["prompt_tokens"], 12.5)
        self.assertEqual(usage("usage-string")["prompt_tokens"], "12")
        self.assertEqual(usage("usage-array"), [12, 16, 28])
        self.assertEqual(usage("usage-wrong-total")["total_tokens"], 9)
        cached = usage("usage-cached-more")
        self.assertGreater(cached["prompt_tokens_details"]["cached_tokens"], cached["prompt_tokens"])
        reasoning = usage("usage-reasoning-more")
        self.assertGreater(reasoning["completion_tokens_details"]["reasoning_tokens"], reasoning["completion_tokens"])
        self.assertEqual(self.ask("usage-twice").body.count(b'"usage"'), 2)

    def test_usage_in_streams(self):
        frames = lambda behaviour: [frame for event in self.ask(behaviour, STREAM).events()[:-1]  # noqa: E731
                                    if (frame := json.loads(event).get("usage"))]
        self.assertEqual(frames("usage-absent"), [])
        self.assertEqual(len(frames("usage-twice")), 2)
        growing = [frame["completion_tokens"] for frame in frames("usage-cumulative;tokens=4")]
        self.assertEqual(growing, [1, 2, 3, 4, 4])
        self.assertTrue(json.loads(self.ask("usage-early", STREAM).events()[0])["usage"])

    # Observing

    def test_stats_hold_the_last_requests_and_the_bytes(self):
        answer = self.ask("ok;tag=a", STREAM)
        stats = self.upstream.wait(ended=1)
        self.assertEqual(stats["by_prefix"], {"/ok;tag=a": 1})
        last = stats["last_requests"][-1]
        self.assertEqual(json.loads(last["body"]), STREAM)
        self.assertEqual((last["outcome"], last["path"]), ("complete", "/ok;tag=a/v1/chat/completions"))
        self.assertGreater(last["bytes_sent"], len(answer.body))
        number = json.loads(answer.events()[0])["id"].rpartition("-")[2]
        self.assertEqual(self.upstream.body(number), answer.body)
        self.assertEqual(self.upstream.body(), answer.body)
        self.assertEqual(json.loads(self.upstream.request_body()), STREAM)
        self.upstream.reset()
        self.assertEqual(self.upstream.stats()["requests"], 0)

    def test_a_request_body_of_any_bytes_stays_valid_json_in_stats(self):
        call(self.upstream.base, "POST", "/ok/v1/x", b"\xff\x00\"\\\xc3\x28")
        self.assertEqual(self.upstream.stats()["last_requests"][-1]["body"], "\u00ff\u0000\"\\\u00c3(")

    def test_chunked_requests_and_expect_are_read(self):
        with RawConnection(self.upstream.base) as connection:
            connection.send(b"POST /ok;tokens=1/v1/chat/completions HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\n"
                            b"transfer-encoding: chunked\r\nconnection: close\r\n\r\n")
            connection.read_until(b"100 Continue")
            connection.send(b"4;x=y\r\n{\"n\"\r\n3\r\n:2}\r\n0\r\n\r\n")
            self.assertIn(b'"index":1', connection.read_all()[0])

    def test_a_gate_holds_answers_until_it_is_released(self):
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            answers = [pool.submit(self.ask, "ok;gate=g") for _ in range(8)]
            stats = self.upstream.wait(requests=8)
            self.assertEqual(stats["ended"], 0)
            self.upstream.release("g")
            self.assertEqual([answer.result().status for answer in answers], [200] * 8)

    def test_a_thousand_connections_at_once(self):
        connections = [self.connect("ok;gate=crowd;tokens=2", STREAM) for _ in range(1000)]
        self.upstream.wait(requests=1000)
        self.upstream.release("crowd")
        for connection in connections:
            self.assertIn(b"[DONE]", connection.read_all()[0])
            connection.close()
        self.upstream.wait(open_connections=1)

    # The program

    def test_list_names_every_behaviour_tested_here(self):
        listed = set(re.findall(r"^  ([a-z0-9-]+)", Process([binary("beaver-faulty-upstream"), "--list"]).wait_for_all(), re.M))
        source = pathlib.Path(__file__).read_text()
        options = {"tokens", "prompt", "cached", "reasoning", "text", "finish", "model", "delay", "chunk", "split", "framing",
                   "close", "gate", "fail", "ok", "tag", "400"}
        untested = {name for name in listed - options if not re.search(rf'["(/]{re.escape(name)}[";]', source)}
        self.assertEqual(untested, set())

    def test_bad_arguments_are_explained(self):
        for arguments in (["--port", "x"], ["--port"], ["--nonsense"], ["--fixtures", "/nowhere"], ["--port", "70000"]):
            process = Process([binary("beaver-faulty-upstream"), *arguments])
            self.assertEqual(process.wait(), 2)
            self.assertRegex(process.output(), "^beaver-faulty-upstream: ")
        busy = Process([binary("beaver-faulty-upstream"), "--port", self.upstream.base.rpartition(":")[2]])
        self.assertEqual(busy.wait(), 2)
        self.assertIn("in use", busy.output())


if __name__ == "__main__":
    unittest.main()
