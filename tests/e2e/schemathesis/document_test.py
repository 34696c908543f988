"""Schemathesis over /openapi.json: requests that fit the document and ones that don't, sent by every kind of caller. Whatever comes
back is as the document says: a status that it names, of that type and schema; never 500.

The seed is fixed. BEAVER_SCHEMATHESIS_EXAMPLES (2) is how many requests of each kind are made for an operation, BEAVER_SCHEMATHESIS_SEED
another seed, BEAVER_SCHEMATHESIS_PATHS a regular expression of the operations that are asked.
"""

import collections
import os
import re
import unittest
import warnings

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import HypothesisWarning, Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks

from world import CALLERS, World

EXAMPLES = int(os.environ.get("BEAVER_SCHEMATHESIS_EXAMPLES", "2"))
SEED = int(os.environ.get("BEAVER_SCHEMATHESIS_SEED", "20"))
PATHS = re.compile(os.environ.get("BEAVER_SCHEMATHESIS_PATHS", ""))
CHECKS = [checks.status_code_conformance, checks.content_type_conformance, checks.response_headers_conformance,
          checks.response_schema_conformance]

NOT_ASKED = {
    "GET /admin/events": "a stream without an end; tests/e2e/usage reads it",
    "GET /v1/chat/ws": "another protocol after 101; tests/e2e/websocket speaks it",
}
# These end the credential that asks: they are asked by a caller of the same kind that is made for them.
ENDS_THE_CALLER = ("POST /auth/logout", "POST /api/auth/logout", "POST /auth/password/change", "POST /auth/2fa/", "DELETE /auth/sessions/",
                   "DELETE /auth/me", "DELETE /users/me", "DELETE /user/account")


class Document(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)
        cls.document = cls.world.beaver.call("GET", "/openapi.json").json()
        # The callers' own credentials, none that were made up.
        config = SchemathesisConfig.from_dict({"generation": {"with-security-parameters": False}})
        cls.schema = schemathesis.openapi.from_dict(cls.document, config=config)
        cls.session = requests.Session()
        cls.addClassCleanup(cls.session.close)

    @staticmethod
    def cases(operation, mode):
        """Requests for the operation that fit its schemas or don't; none where everything fits."""
        made = []

        @seed(SEED)
        @settings(max_examples=EXAMPLES, database=None, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
        @given(operation.as_strategy(generation_mode=mode))
        def take(case):
            made.append(case)
        try:
            take()
        except Unsatisfiable:
            pass
        return made

    def send(self, case, caller, headers):
        """What is wrong with the answer, in a line, or None."""
        response = case.call(base_url=self.world.beaver.base, session=self.session, headers=headers, timeout=60, allow_redirects=False)
        if response.status_code == 500:
            wrong = "500"
        else:
            try:
                case.validate_response(response, checks=CHECKS)
                return None
            except FailureGroup as failures:
                wrong = "; ".join(f"{failure.title}: {failure.message}" for failure in failures.exceptions)
        return f"{wrong}\n      {caller}: {case.as_curl_command()[:600]}\n      {response.status_code} {response.content[:400]!r}"

    def ask(self, operation, counts):
        """Everything that is wrong with one operation, for all callers."""
        wrong = collections.OrderedDict()  # one line of a kind is enough
        made = {mode: self.cases(operation, mode) for mode in GenerationMode}
        ends = operation.label.startswith(ENDS_THE_CALLER)
        for caller in CALLERS:
            headers = self.world.make_caller(caller) if ends else self.world.headers[caller]
            ids = self.world.real_ids(operation.path, caller) if "{" in operation.path else None
            for mode, cases in made.items():
                for case in cases:
                    invented = case.path_parameters
                    for parameters in [invented] + ([ids] if ids and ids != invented else []):
                        case.path_parameters = parameters
                        counts[caller] += 1
                        if complaint := self.send(case, f"{caller}, {mode.value}", headers):
                            wrong.setdefault(re.sub(r"\d+|'[^']*'|\"[^\"]*\"", "", complaint.split("\n")[0])[:100], complaint)
                    case.path_parameters = invented
        return wrong.values()

    def test_every_answer_is_as_the_document_says(self):
        warnings.simplefilter("ignore", HypothesisWarning)
        labels = {f"{method.upper()} {path}" for path, methods in self.document["paths"].items() for method in methods}
        self.assertLessEqual(set(NOT_ASKED), labels, "an exception for what is no route")
        counts, wrong = collections.Counter(), []
        for result in self.schema.get_all_operations():
            operation = result.ok()
            if operation.label in NOT_ASKED or not PATHS.search(operation.label):
                continue
            wrong += [f"{operation.label}: {each}" for each in self.ask(operation, counts)]
        print(f"requests: {dict(counts)}", flush=True)
        self.world.beaver.assert_balanced()
        self.assertFalse(wrong, f"{len(wrong)}:\n" + "\n".join(wrong))


if __name__ == "__main__":
    unittest.main()
