"""Fine-tuning jobs run at the provider that owns the model; only their owner sees them."""

import unittest

import openai
from harness.beaver import Beaver
from harness.waiting import eventually
import jobs
from tuner import Tuner


class FineTuning(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.tuner = Tuner()
        cls.addClassCleanup(cls.tuner.close)
        cls.beaver = Beaver(OPENAI_API_KEY="sk-tuner", OPENAI_BASE_URL=cls.tuner.url, BEAVER_FINE_TUNING="on")
        cls.addClassCleanup(cls.beaver.close)
        cls.beaver.start()

    def setUp(self):
        self.account = self.beaver.account()
        self.client = jobs.sdk(self.beaver, self.account)
        self.file = jobs.upload(self.client, [{"messages": []}], "fine-tune")

    def create(self, **more):
        return self.client.fine_tuning.jobs.create(model=jobs.MODEL, training_file=self.file.id, **more)

    def test_a_job_runs_at_the_provider_with_the_file_handed_over(self):
        job = self.create(suffix="beaver")
        self.assertEqual((job.model, job.training_file, job.status), (jobs.MODEL, self.file.id, "validating_files"))
        there = self.tuner.jobs[job.id]
        self.assertEqual(self.tuner.files[there["training_file"]], b'{"messages": []}\n')
        self.assertEqual({credential for _, _, credential in self.tuner.requests}, {"Bearer sk-tuner"})
        files = len(self.tuner.files)
        self.create()
        self.assertEqual(len(self.tuner.files), files, "a file is handed over once")

        there["status"] = "running"
        self.assertEqual(self.client.fine_tuning.jobs.retrieve(job.id).status, "running")
        self.assertEqual(self.client.fine_tuning.jobs.retrieve(job.id).training_file, self.file.id)
        event, = self.client.fine_tuning.jobs.list_events(job.id)
        self.assertEqual(event.message, f"events of {job.id}")
        checkpoint, = self.client.fine_tuning.jobs.checkpoints.list(job.id)
        self.assertEqual(checkpoint.id, "ftevent-1")
        self.assertEqual(len(list(self.client.fine_tuning.jobs.list(limit=1))), 2)
        self.assertEqual(self.client.fine_tuning.jobs.cancel(job.id).status, "cancelled")
        asked = len(self.tuner.requests)
        self.assertEqual(self.client.fine_tuning.jobs.retrieve(job.id).status, "cancelled")
        self.assertEqual(len(self.tuner.requests), asked, "what has ended isn't asked for again")

    def test_nobody_else_sees_it_though_the_credential_is_the_same(self):
        job = self.create()
        other = jobs.sdk(self.beaver, self.beaver.account()).fine_tuning.jobs
        for ask in (other.retrieve, other.cancel, lambda id: list(other.list_events(id)), lambda id: list(other.checkpoints.list(id))):
            with self.assertRaises(openai.NotFoundError):
                ask(job.id)
        self.assertEqual(list(other.list()), [])

    def test_each_request_leaves_a_record_and_costs_nothing(self):
        job = self.create()
        self.client.fine_tuning.jobs.retrieve(job.id)
        # What costs nothing is written after its answer.
        records = eventually(lambda: (found := self.beaver.rows("SELECT surface, outcome, cost, requests FROM usage_records WHERE account_id = ? "
                                                                "ORDER BY seq", self.account.id))[1:] and found, "two records")
        self.beaver.assert_balanced()
        self.assertEqual(records, [("fine_tuning.create", "complete", 0, 1), ("fine_tuning.get", "complete", 0, 1)])
        self.assertEqual(self.beaver.balance(self.account.key)["balance"], 10)

    def test_what_cannot_be_tuned_is_refused_by_name(self):
        def refused(**fields):
            fields = {"model": jobs.MODEL, "training_file": self.file.id} | fields
            with self.assertRaises(openai.APIStatusError) as error:
                self.client.fine_tuning.jobs.create(**fields)
            return error.exception.status_code, error.exception.param

        self.assertEqual(refused(model="no-such-model"), (404, "model"))
        self.assertEqual(refused(model="beaver/echo"), (400, "model"))
        self.assertEqual(refused(training_file="file-nothing"), (404, "training_file"))
        self.assertEqual(refused(training_file=jobs.upload(self.client, [{}], "batch").id), (400, "training_file"))
        self.assertEqual(refused(validation_file="file-nothing"), (404, "validation_file"))


class ClosedByDefault(unittest.TestCase):
    def test_nobody_spends_the_operators_money_on_training(self):
        tuner = Tuner()
        self.addCleanup(tuner.close)
        beaver = Beaver(OPENAI_API_KEY="sk-tuner", OPENAI_BASE_URL=tuner.url)
        self.addCleanup(beaver.close)
        beaver.start()
        client = jobs.sdk(beaver, beaver.account())
        file = jobs.upload(client, [{"messages": []}], "fine-tune")
        with self.assertRaises(openai.PermissionDeniedError) as error:
            client.fine_tuning.jobs.create(model=jobs.MODEL, training_file=file.id)
        self.assertEqual(error.exception.code, "fine_tuning_disabled")
        self.assertIn("BEAVER_FINE_TUNING", error.exception.message)
        self.assertEqual([line for line in tuner.requests if "files" in line[1] or "fine_tuning" in line[1]], [])
        self.assertEqual(list(client.fine_tuning.jobs.list()), [])


if __name__ == "__main__":
    unittest.main()
