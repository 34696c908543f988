"""Batches by OpenAI's Python SDK: each line one call, at the batch price, within the account's own limits."""

import decimal
import time
import unittest

import openai
from harness.gateway import Gateway, recomputed_cost
import jobs


class Batches(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.gateway = Gateway("asked")
        cls.addClassCleanup(cls.gateway.close)
        cls.beaver = cls.gateway.beaver

    def setUp(self):
        self.account = self.beaver.account()
        self.client = jobs.sdk(self.beaver, self.account)

    def tearDown(self):
        self.beaver.assert_balanced()

    def run_batch(self, lines, **more):
        batch = jobs.wait(self.client, jobs.begin(self.client, lines, **more))
        return batch, jobs.lines_of(self.client, batch.output_file_id), jobs.lines_of(self.client, batch.error_file_id)

    def test_every_line_is_answered_and_charged_at_half_the_price(self):
        asked = self.client.chat.completions.with_raw_response.create(**jobs.chat(0)["body"])
        full = self.beaver.receipt(self.account.key, asked.headers["x-request-id"])
        batch, output, errors = self.run_batch([jobs.chat(number) for number in range(20)], metadata={"night": "run"})
        self.assertEqual((batch.status, batch.errors, batch.metadata), ("completed", None, {"night": "run"}))
        self.assertEqual((batch.request_counts.total, batch.request_counts.completed, batch.request_counts.failed), (20, 20, 0))
        self.assertTrue(batch.in_progress_at and batch.finalizing_at and batch.completed_at)
        self.assertEqual((sorted(output), errors), ([f"line-{number:03}" for number in range(20)], {}))
        for line in output.values():
            self.assertEqual((line["response"]["status_code"], line["error"]), (200, None))
            self.assertTrue(line["response"]["body"]["choices"][0]["message"]["content"])
            receipt = self.beaver.receipt(self.account.key, line["response"]["request_id"])
            self.assertEqual((receipt["surface"], receipt["price_percent"]), ("batches.chat.completions", 50))
            self.assertEqual(decimal.Decimal(1) + decimal.Decimal(str(receipt["markup"])),
                             (decimal.Decimal(1) + decimal.Decimal(str(full["markup"]))) / 2)
            self.assertEqual(decimal.Decimal(str(receipt["cost"])), recomputed_cost(receipt))
            self.assertEqual(self.beaver.charges(receipt["id"])[:2], (1, 1))
        self.assertEqual(full["price_percent"], 100)
        spent = sum(self.beaver.charges(line["response"]["request_id"])[2] for line in output.values())
        self.assertLess(spent, 20 * self.beaver.charges(full["id"])[2] * 0.6)

    def test_a_line_that_is_refused_goes_into_the_file_of_errors(self):
        batch, output, errors = self.run_batch([jobs.chat(1), jobs.chat(2, model="no-such-model"), jobs.chat(3, stream=True),
                                                jobs.chat(4, text="[[do status;code=400]]")])
        self.assertEqual((batch.status, sorted(output)), ("completed", ["line-001"]))
        self.assertEqual(batch.request_counts.failed, 3)
        said = {name: (line["response"]["status_code"], line["response"]["body"]["error"]["param"]) for name, line in errors.items()}
        self.assertEqual(said["line-002"], (404, "model"))
        self.assertEqual(said["line-003"], (400, "stream"))
        self.assertEqual(said["line-004"][0], 400)

    def test_a_provider_that_fails_for_a_while_is_asked_again(self):
        batch, output, errors = self.run_batch([jobs.chat(1, text="[[do status;code=500;fail=1;tag=batch-again]]")])
        self.assertEqual((batch.status, sorted(output)), ("completed", ["line-001"]), errors)

    def test_embeddings_responses_and_messages(self):
        model = jobs.MODEL
        for endpoint, body, shows in (
                ("/v1/responses", {"model": model, "input": "Hi", "max_output_tokens": 50}, "output"),
                ("/v1/messages", {"model": model, "max_tokens": 50, "messages": [{"role": "user", "content": "Hi"}]}, "content")):
            with self.subTest(endpoint):
                lines = [{"custom_id": "a", "method": "POST", "url": endpoint, "body": body}]
                _, output, errors = self.run_batch(lines, endpoint=endpoint)
                self.assertEqual(errors, {})
                self.assertIn(shows, output["a"]["response"]["body"])

    def test_an_input_that_is_wrong_is_told_line_by_line(self):
        batch, output, errors = self.run_batch([jobs.chat(1), "nonsense", jobs.chat(1), jobs.chat(2) | {"url": "/v1/embeddings"}])
        self.assertEqual(batch.status, "failed")
        self.assertEqual([(error.line, error.code, error.param) for error in batch.errors.data],
                         [(2, "invalid_json_line", None), (3, "duplicate_custom_id", "custom_id"), (4, "mismatched_url", "url")])
        self.assertTrue(all(error.message for error in batch.errors.data))
        self.assertEqual((output, errors, batch.failed_at is not None), ({}, {}, True))

    def test_what_cannot_be_made_is_refused_by_name(self):
        file = jobs.upload(self.client, [jobs.chat(1)]).id

        def refused(**fields):
            fields = {"input_file_id": file, "endpoint": "/v1/chat/completions", "completion_window": "24h"} | fields
            with self.assertRaises(openai.APIStatusError) as error:
                self.client.batches.create(**fields)
            return error.exception.status_code, error.exception.param

        self.assertEqual(refused(endpoint="/v1/audio/speech"), (400, "endpoint"))
        self.assertEqual(refused(completion_window="7d"), (400, "completion_window"))
        self.assertEqual(refused(input_file_id="file-nothing"), (404, "input_file_id"))
        self.assertEqual(refused(metadata={"x": "y" * 513}), (400, "metadata"))

    def test_cancelling_takes_effect_at_once_and_keeps_what_there_is(self):
        # All of them would take a minute.
        lines = [jobs.chat(number, text="[[do ok;delay_ms=1200]]") for number in range(400)]
        batch = jobs.begin(self.client, lines)
        jobs.wait(self.client, batch, lambda now: now.request_counts.completed > 0)
        before = time.monotonic()
        self.assertEqual(self.client.batches.cancel(batch.id).status, "cancelling")
        ended = jobs.wait(self.client, batch)
        took = time.monotonic() - before
        self.assertEqual(ended.status, "cancelled")
        self.assertLess(took, 20)
        output = jobs.lines_of(self.client, ended.output_file_id)
        self.assertEqual(len(output), ended.request_counts.completed)
        self.assertLess(len(output), 400)
        self.assertEqual(len(self.beaver.calls(self.account)), len(output), "what was called is told, and nothing else was")
        print(f"cancelled {took * 1000:.0f} ms after the question, {len(output)} of 400 lines answered")

    def test_a_full_window_is_waited_for(self):
        key = self.beaver.create_key(self.account.id, limits={"concurrent": 2})["key"]
        client = openai.OpenAI(base_url=self.beaver.base + "/v1", api_key=key, max_retries=0, timeout=60)
        lines = [jobs.chat(number, text="[[do ok;delay_ms=20]]") for number in range(30)]
        ended = jobs.wait(client, jobs.begin(client, lines))
        self.assertEqual((ended.status, ended.request_counts.completed), ("completed", 30),
                         jobs.lines_of(client, ended.error_file_id))

    def test_an_empty_balance_refuses_the_rest(self):
        account = self.beaver.account(balance=decimal.Decimal("0.0001"))
        client = jobs.sdk(self.beaver, account)
        lines = [jobs.chat(number, text="[[do ok;tokens=40]]") for number in range(100)]
        ended = jobs.wait(client, jobs.begin(client, lines))
        errors = jobs.lines_of(client, ended.error_file_id)
        self.assertEqual(ended.status, "completed")
        self.assertEqual(ended.request_counts.completed + ended.request_counts.failed, 100)
        self.assertEqual(len(errors), ended.request_counts.failed)
        self.assertGreater(ended.request_counts.completed, 0)
        self.assertEqual({line["response"]["status_code"] for line in errors.values()}, {402})
        self.assertGreaterEqual(self.beaver.balance(account.key)["balance"], 0)

    def test_a_revoked_key_ends_its_batch(self):
        made = self.beaver.create_key(self.account.id)
        client = openai.OpenAI(base_url=self.beaver.base + "/v1", api_key=made["key"], max_retries=0, timeout=60)
        batch = jobs.begin(client, [jobs.chat(number, text="[[do ok;delay_ms=400]]") for number in range(400)])
        jobs.wait(client, batch, lambda now: now.request_counts.completed > 0)
        self.beaver.admin("DELETE", f"/admin/api-keys/{made['id']}")
        ended = jobs.wait(self.client, batch)
        self.assertGreater(ended.request_counts.failed, 100)  # two seconds of lines may still go through
        errors = jobs.lines_of(self.client, ended.error_file_id)
        self.assertEqual({line["response"]["status_code"] for line in errors.values()}, {401})

    def test_the_same_idempotency_key_makes_one_batch(self):
        file = jobs.upload(self.client, [jobs.chat(1)]).id

        def create(window="24h", **metadata):
            return self.client.batches.create(input_file_id=file, endpoint="/v1/chat/completions", completion_window=window,
                                              metadata=metadata, extra_headers={"idempotency-key": "night-run"})

        first = create()
        self.assertEqual(create().id, first.id)
        with self.assertRaises(openai.ConflictError):
            create(other="body")
        jobs.wait(self.client, first)
        self.assertEqual(len(list(self.client.batches.list())), 1)

    def test_nobody_else_sees_it(self):
        batch = jobs.begin(self.client, [jobs.chat(1)])
        other = jobs.sdk(self.beaver, self.beaver.account())
        for ask in (other.batches.retrieve, other.batches.cancel):
            with self.assertRaises(openai.NotFoundError):
                ask(batch.id)
        self.assertEqual(list(other.batches.list()), [])
        self.assertEqual([one.id for one in self.client.batches.list()], [batch.id])
        ended = jobs.wait(self.client, batch)
        with self.assertRaises(openai.NotFoundError):
            other.files.content(ended.output_file_id)


if __name__ == "__main__":
    unittest.main()
