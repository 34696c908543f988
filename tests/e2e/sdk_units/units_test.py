"""OpenAI's Python SDK on everything that isn't chat: embeddings, images, speech, transcriptions, moderations, text completions."""

import io
import json
import math
import struct
import unittest
import wave

import openai
from harness import client
from harness.beaver import Beaver, beaver_process
from harness.gateway import import_prices, recomputed_cost

# Each model is priced by its own unit.
TOKENS = {"input_cost_per_token": "1e-7", "output_cost_per_token": "2e-7"}
MODELS = {
    "unit-embed": {"mode": "embedding"} | TOKENS,
    "unit-image": {"mode": "image_generation", "output_cost_per_image": "0.02"},
    "unit-gpt-image": {"mode": "image_generation", "input_cost_per_token": "5e-6", "output_cost_per_image_token": "4e-5"},
    "unit-edit": {"mode": "image_edit", "output_cost_per_image": "0.03"},
    "unit-speech": {"mode": "audio_speech", "input_cost_per_character": "1.5e-5"},
    "unit-hear": {"mode": "audio_transcription", "input_cost_per_second": "0.0001"},
    "unit-hear-tokens": {"mode": "audio_transcription"} | TOKENS,
    "unit-moderate": {"mode": "moderation", "input_cost_per_token": "1e-8"},
    "unit-complete": {"mode": "completion", "max_input_tokens": 8000, "max_output_tokens": 4000} | TOKENS,
    "unit-rerank": {"mode": "rerank", "input_cost_per_query": "0.002"},
}
DOT = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000" "1f15c489" "0000000d49444154789c6364f84f3d00"
                    "03860185" "5a34797d" "0000000049454e44ae426082")


def tone(seconds=2, rate=8000):
    """A real WAV file: a tone of 440 Hz."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(rate)
        sound.writeframes(b"".join(struct.pack("<h", int(9000 * math.sin(2 * math.pi * 440 * at / rate))) for at in range(rate * seconds)))
    return file.getvalue()


class Units(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.upstream = beaver_process.FaultyUpstream()
        cls.addClassCleanup(cls.upstream.process.kill)
        cls.beaver = Beaver(OPENAI_API_KEY="sk-upstream-canary", OPENAI_BASE_URL=cls.upstream.url("asked"))
        cls.addClassCleanup(cls.beaver.close)
        import_prices(cls.beaver, {f"openai/{name}": {"litellm_provider": "openai"} | fields for name, fields in MODELS.items()})
        cls.beaver.start()
        cls.account = cls.beaver.account(balance=1000)
        cls.sdk = openai.OpenAI(base_url=cls.beaver.base + "/v1", api_key=cls.account.key, max_retries=0, timeout=60)

    def tearDown(self):
        self.beaver.assert_balanced()

    def receipt(self, raw):
        found = self.beaver.receipt(self.account.key, raw.headers["x-beaver-request-id"])
        self.assertEqual((found["outcome"], found["cost"]), ("complete", recomputed_cost(found)))
        self.assertGreater(found["cost"], 0)
        return {bucket["kind"]: bucket["tokens"] for bucket in found["buckets"] if bucket["list_price_per_million"] > 0}

    def test_embeddings_in_the_form_that_the_sdk_asks_for(self):
        raw = self.sdk.embeddings.with_raw_response.create(model="unit-embed", input=["one", "two", "three"])
        answer = raw.parse()
        self.assertIn(b'"encoding_format":"base64"', self.upstream.request_body().replace(b" ", b""))
        self.assertEqual([item.index for item in answer.data], [0, 1, 2])
        self.assertEqual(answer.data[0].embedding, [0.5, -0.25, 0.125, 0.0])
        self.assertEqual(self.receipt(raw), {"input": 12})

    def test_embeddings_as_numbers(self):
        answer = self.sdk.embeddings.create(model="unit-embed", input="one", encoding_format="float")
        self.assertEqual(answer.data[0].embedding, [0.5, -0.25, 0.125, 0.0])

    def test_embeddings_of_the_built_in_provider(self):
        for coding in (openai.NOT_GIVEN, "float", "base64"):
            answer = self.sdk.embeddings.create(model="beaver/embed", input=["Hello", "World"], encoding_format=coding)
            self.assertEqual(len(answer.data), 2)
        vector = self.sdk.embeddings.create(model="beaver/embed", input="Hello", dimensions=32).data[0].embedding
        self.assertAlmostEqual(sum(part * part for part in vector), 1, places=3)
        self.assertEqual(len(vector), 32)

    def test_images_by_the_piece(self):
        raw = self.sdk.images.with_raw_response.generate(model="unit-image", prompt="A beaver", n=2)
        self.assertTrue(all(image.b64_json for image in raw.parse().data))
        self.assertEqual(self.receipt(raw), {"images": 2})

    def test_images_by_the_token(self):
        raw = self.sdk.images.with_raw_response.generate(model="unit-gpt-image", prompt="A beaver", size="1024x1024", quality="high")
        self.assertEqual(raw.parse().usage.output_tokens, 1000)
        self.assertEqual(self.receipt(raw), {"input": 12, "image_out": 1000})

    def test_an_image_is_edited(self):
        raw = self.sdk.images.with_raw_response.edit(model="unit-edit", image=("dot.png", DOT, "image/png"), prompt="A hat")
        self.assertEqual(len(raw.parse().data), 1)
        self.assertIn(DOT, self.upstream.request_body(), "the file arrives as it was sent")
        self.assertEqual(self.receipt(raw), {"images": 1})

    def test_speech_by_the_character(self):
        raw = self.sdk.audio.speech.with_raw_response.create(model="unit-speech", voice="alloy", input="Hello, dam!", response_format="wav")
        with wave.open(io.BytesIO(raw.content)) as sound:
            self.assertEqual(sound.getnframes(), 4000)
        self.assertEqual(self.receipt(raw), {"characters": len("Hello, dam!")})

    def test_speech_as_it_streams(self):
        with self.sdk.audio.speech.with_streaming_response.create(model="unit-speech", voice="alloy", input="Hello [[do ok;split=100]]") as raw:
            self.assertEqual(len(b"".join(raw.iter_bytes())), 4044)

    def speak(self, behaviour, **more):
        raw = client.Raw(self.beaver.port)
        body = {"model": "unit-speech", "voice": "alloy", "input": f"Hello [[do {behaviour}]]"} | more
        raw.send(client.request_bytes("POST", "/v1/audio/speech", json.dumps(body).encode(), self.account.key))
        return raw

    def speech_receipt(self, known):
        found = self.beaver.next_receipt(self.account, known)
        return found["outcome"], {bucket["kind"]: bucket["tokens"] for bucket in found["buckets"] if bucket["list_price_per_million"] > 0}

    def test_speech_is_heard_while_it_is_made(self):
        known = len(self.beaver.calls(self.account))
        raw = self.speak("stall")
        raw.read_until(b"RIFF")
        self.assertIn(b"audio/mpeg", raw.received)
        raw.leave_with_rst()
        self.assertEqual(self.speech_receipt(known), ("client_gone", {"characters": len("Hello [[do stall]]")}))

    def test_speech_that_breaks_off_is_seen_to(self):
        known = len(self.beaver.calls(self.account))
        answer = self.speak("rst-mid-body").read_rest()
        self.assertEqual((answer.status, answer.complete), (200, False))
        self.assertTrue(answer.body.startswith(b"RIFF"))
        self.assertEqual(self.speech_receipt(known)[0], "upstream_cut")

    def test_speech_under_an_idempotency_key(self):
        answers = [self.beaver.call("POST", "/v1/audio/speech", {"model": "unit-speech", "voice": "alloy", "input": "Again"}, self.account.key,
                                    headers={"idempotency-key": "speech-1"}) for _ in range(2)]
        self.assertEqual(answers[0].body, answers[1].body)
        self.assertEqual([answer.headers["content-type"] for answer in answers], ["audio/mpeg"] * 2)
        self.assertEqual(answers[1].headers.get("idempotent-replayed"), "true")

    def test_transcriptions_by_the_second(self):
        sound = tone(seconds=2)
        raw = self.sdk.audio.transcriptions.with_raw_response.create(model="unit-hear", file=("tone.wav", sound, "audio/wav"))
        self.assertTrue(raw.parse().text.startswith("w0"))
        self.assertIn(sound, self.upstream.request_body())
        self.assertIn(self.receipt(raw)["seconds"], (1, 2))  # the provider says 1, the file 2

    def test_transcriptions_in_other_forms(self):
        for form in ("text", "srt", "verbose_json"):
            answer = self.sdk.audio.transcriptions.create(model="unit-hear", file=("tone.wav", tone(1), "audio/wav"), response_format=form)
            self.assertIn("w0", answer if isinstance(answer, str) else answer.text)

    def test_what_no_usage_tells_of_is_charged_in_the_unit_of_the_price(self):
        """A text says nothing of the tokens that its model is priced by."""
        raw = self.sdk.audio.transcriptions.with_raw_response.create(model="unit-hear-tokens", response_format="text",
                                                                     file=("tone.wav", tone(1), "audio/wav"))
        self.assertEqual(set(self.receipt(raw)), {"audio_in", "output"})

    def test_a_model_without_a_price_for_it_is_not_asked(self):
        self.beaver.admin("POST", "/admin/models", {"id": "unit-unpriced", "provider": "openai", "list_prices": {"images": 1}})
        before = self.upstream.stats()["requests"]
        with self.assertRaises(openai.InternalServerError) as refused:
            self.sdk.audio.transcriptions.create(model="unit-unpriced", file=("tone.wav", tone(1), "audio/wav"))
        self.assertEqual((refused.exception.status_code, refused.exception.code), (503, "price_unknown"))
        self.assertEqual(self.upstream.stats()["requests"], before)

    def test_translations(self):
        answer = self.sdk.audio.translations.create(model="unit-hear", file=("tone.wav", tone(1), "audio/wav"))
        self.assertIn("w0", answer.text)

    def test_moderations(self):
        answer = self.sdk.moderations.create(model="unit-moderate", input=["kind", "words"])
        self.assertEqual([result.flagged for result in answer.results], [False, False])
        self.assertFalse(self.sdk.moderations.create(model="beaver/moderate", input="kind words").results[0].flagged)

    def test_text_completions(self):
        raw = self.sdk.completions.with_raw_response.create(model="unit-complete", prompt="Once", max_tokens=5)
        self.assertEqual((raw.parse().choices[0].text, raw.parse().choices[0].finish_reason), ("w0 w1 w2 w3 w4", "length"))
        self.assertEqual(self.receipt(raw), {"input": 12, "output": 5})

    def test_text_completions_streamed(self):
        chunks = list(self.sdk.completions.create(model="unit-complete", prompt="Once [[do ok;tokens=5;split=3]]", max_tokens=50, stream=True,
                                                  stream_options={"include_usage": True}))
        self.assertEqual("".join(choice.text for chunk in chunks for choice in chunk.choices), "w0 w1 w2 w3 w4")
        self.assertEqual(chunks[-1].usage.completion_tokens, 5)

    def test_rerank(self):
        answer = self.sdk.post("/rerank", cast_to=dict, body={"model": "unit-rerank", "query": "dam", "documents": ["a", "b"]})
        self.assertEqual([result["index"] for result in answer["results"]], [0, 1])

    # Refusals and failures

    def test_a_malformed_call_names_the_field(self):
        for call, field in ((lambda: self.sdk.embeddings.create(model="unit-embed", input=[]), "input"),
                            (lambda: self.sdk.images.generate(model="unit-image", prompt="A beaver", n=0), "n"),
                            (lambda: self.sdk.audio.speech.create(model="unit-speech", voice="alloy", input=""), "input")):
            with self.subTest(field), self.assertRaises(openai.BadRequestError) as caught:
                call()
            self.assertEqual(caught.exception.param, field)

    def test_a_failing_provider_costs_nothing(self):
        before = self.beaver.balance(self.account.key)["balance"]
        for what, call in {"embeddings": lambda: self.sdk.embeddings.create(model="unit-embed", input="[[do 503]]"),
                           "images": lambda: self.sdk.images.generate(model="unit-image", prompt="[[do rst-before-headers]]"),
                           "speech": lambda: self.sdk.audio.speech.create(model="unit-speech", voice="alloy", input="[[do html]]"),
                           "completions": lambda: self.sdk.completions.create(model="unit-complete", prompt="[[do json-truncated]]")}.items():
            with self.subTest(what), self.assertRaises(openai.InternalServerError):
                call()
        self.assertEqual(self.beaver.balance(self.account.key)["balance"], before)

    def test_no_money(self):
        poor = openai.OpenAI(base_url=self.beaver.base + "/v1", api_key=self.beaver.account(balance=0).key, max_retries=2)
        for call in (lambda: poor.embeddings.create(model="unit-embed", input="Hello"),
                     lambda: poor.images.generate(model="unit-image", prompt="A beaver"),
                     lambda: poor.audio.transcriptions.create(model="unit-hear", file=("tone.wav", tone(1), "audio/wav"))):
            with self.assertRaises(openai.APIStatusError) as caught:
                call()
            self.assertEqual(caught.exception.status_code, 402)


if __name__ == "__main__":
    unittest.main()
