"""Recorded calls that aren't chat: embeddings, images, text completions."""

import json
import unittest

import exchanges
import replay
from harness import exchange, fixtures
from harness.asked import ABLE, PRICES
from harness.gateway import import_prices, recomputed_cost
from harness.paths import FIXTURES
from harness.beaver import Beaver, beaver_process

# Path at the gateway, kind of model, and the provider that replays it.
CALLS = {
    "openai/completions_legacy": ("/v1/completions", "completion", "openai"),
    "openai/completions_legacy_stream": ("/v1/completions", "completion", "openai"),
    "openai/embeddings_base64": ("/v1/embeddings", "embedding", "openai"),
    "openai/embeddings_batch": ("/v1/embeddings", "embedding", "openai"),
    "openai/embeddings_dimensions": ("/v1/embeddings", "embedding", "openai"),
    "openai/embeddings_error_404": ("/v1/embeddings", "embedding", "openai"),
    "openai/embeddings_token_array": ("/v1/embeddings", "embedding", "openai"),
    "openrouter/embeddings": ("/v1/embeddings", "embedding", "openrouter"),
    "litellm/embeddings": ("/v1/embeddings", "embedding", "litellm"),
    "perplexity/embeddings": ("/v1/embeddings", "embedding", "litellm"),  # by any OpenAI-compatible endpoint
    "xai/image_generation": ("/v1/images/generations", "image_generation", "xai"),
    "gemini/embed_batch": ("/v1/embeddings", "embedding", "google"),
    "gemini/embed_single": ("/v1/embeddings", "embedding", "google"),
}


def as_openai(request):
    """Gemini's embedding request in OpenAI's words."""
    if "requests" not in request:
        return request
    asked = {"input": [" ".join(part["text"] for part in _parts(one)) for one in request["requests"]]}
    size = request["requests"][0].get("outputDimensionality")
    return asked | ({"dimensions": size} if size else {})


def _parts(request):
    parts = request["content"]["parts"]
    return parts if isinstance(parts, list) else [parts]


@unittest.skipUnless(FIXTURES.is_dir(), "the recorded exchanges aren't there; BEAVER_SHARED_DATA names their folder")
class Units(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.upstream = beaver_process.FaultyUpstream(FIXTURES)
        cls.addClassCleanup(cls.upstream.process.kill)
        cls.beaver = Beaver()
        cls.addClassCleanup(cls.beaver.close)
        import_prices(cls.beaver, {
            f"openai/unit-{name.replace('/', '-')}": {"litellm_provider": "openai", "mode": kind, "max_input_tokens": 8000}
            | ABLE | ({"output_cost_per_image": "0.02"} if kind == "image_generation" else PRICES)
            for name, (_, kind, _) in CALLS.items()})
        cls.beaver.start()
        cls.account = cls.beaver.account(balance=1000)

    @classmethod
    def tearDownClass(cls):
        cls.beaver.assert_balanced()

    def replay(self, name):
        recorded, (path, _, provider) = exchange.load(name), CALLS[name]
        model = "unit-" + name.replace("/", "-")
        self.beaver.admin("POST", "/admin/endpoints", {
            "provider": provider, "name": model, "credential": "sk-x", "models": [{"model": model, "upstream_model": model}],
            "base_url": f"{self.upstream.base}/fixture;case={name.replace('/', '.')}{'/v1' if provider != 'google' else ''}"})
        body = as_openai(recorded.request) | {"model": model} | ({"stream": True} if name.endswith("_stream") else {})
        return recorded, self.beaver.call("POST", path, body, self.account.key)

    def check_charge(self, answer):
        receipt = self.beaver.receipt(self.account.key, answer.headers["x-beaver-request-id"])
        self.assertEqual(receipt["outcome"], "complete")
        self.assertEqual(receipt["cost"], recomputed_cost(receipt))
        self.assertGreater(receipt["cost"], 0)
        return fixtures.receipt_buckets(receipt)

    def test_embeddings_pass_as_they_came(self):
        for name in exchanges.names("unit"):
            if CALLS[name][1] == "embedding" and "error" not in name and "gemini" not in name:
                with self.subTest(name):
                    recorded, answer = self.replay(name)
                    self.assertEqual(answer.status, 200, answer.body[:500])
                    should, came = json.loads(recorded.raw), json.loads(answer.body)
                    self.assertEqual(came["data"], should["data"])
                    self.assertEqual(came["usage"]["prompt_tokens"], should["usage"]["prompt_tokens"])
                    self.assertEqual(self.check_charge(answer), {"input": should["usage"]["prompt_tokens"]})

    def test_gemini_embeddings_speak_openai(self):
        for name in ("gemini/embed_batch", "gemini/embed_single"):
            with self.subTest(name):
                recorded, answer = self.replay(name)
                self.assertEqual(answer.status, 200, answer.body[:500])
                should, came = json.loads(recorded.raw)["embeddings"], json.loads(answer.body)
                self.assertEqual([one["embedding"] for one in came["data"]], [one["values"] for one in should])
                self.assertEqual([one["index"] for one in came["data"]], list(range(len(should))))
                self.assertGreater(self.check_charge(answer)["input"], 0)  # Gemini reports none: estimated

    def test_embedding_error(self):
        _, answer = self.replay("openai/embeddings_error_404")
        self.assertEqual((answer.status, answer.json()["error"]["code"]), (404, "model_not_found"), answer.body)
        self.assertEqual(self.beaver.charges(answer.request_id)[1:], (0, 0))

    def test_text_completions(self):
        for name in ("openai/completions_legacy", "openai/completions_legacy_stream"):
            with self.subTest(name):
                recorded, answer = self.replay(name)
                self.assertEqual(answer.status, 200, answer.body[:500])
                stream = name.endswith("stream")
                should, came = (_text(raw, stream) for raw in (recorded.raw, answer.body))
                self.assertEqual(came, should)
                buckets = self.check_charge(answer)
                if not stream:  # the stream has no usage: estimated
                    usage = json.loads(recorded.raw)["usage"]
                    self.assertEqual(buckets, {"input": usage["prompt_tokens"], "output": usage["completion_tokens"]})

    def test_images_are_charged_by_the_image(self):
        recorded, answer = self.replay("xai/image_generation")
        self.assertEqual(answer.status, 200, answer.body[:500])
        self.assertEqual(json.loads(answer.body)["data"], json.loads(recorded.raw)["data"])
        self.assertEqual(self.check_charge(answer), {"images": 1})

    def test_every_unit_of_the_table_is_here(self):
        self.assertEqual(set(CALLS), set(exchanges.names("unit")))


def _text(raw, stream):
    if not stream:
        return json.loads(raw)["choices"][0]["text"]
    chunks = [json.loads(data) for _, data in replay.events_of(raw) if data != "[DONE]"]
    return "".join(choice["text"] for chunk in chunks for choice in chunk["choices"])


if __name__ == "__main__":
    unittest.main()
