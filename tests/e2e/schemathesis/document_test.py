"""Schemathesis over /openapi.json: requests that fit the document and ones that don't, sent by every kind of caller. Whatever comes
back is as the document says: a status that it names, of that type and schema; never 500.

The seed is fixed. BEAVER_SCHEMATHESIS_EXAMPLES (2) is how many requests of each kind are made for an operation, BEAVER_SCHEMATHESIS_SEED
another seed, BEAVER_SCHEMATHESIS_PATHS a regular expression of the operations that are asked, BEAVER_SCHEMATHESIS_LOG a file for what each
operation answered, how often.
"""

import collections
import copy
import os
import pathlib
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

from sensible import make_sensible
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


def duplicate(case):
    """The same request, to be changed."""
    body = copy.deepcopy(case.body) if isinstance(case.body, (dict, list)) else case.body
    return case.operation.Case(method=case.method, path_parameters=copy.deepcopy(case.path_parameters), headers=dict(case.headers or {}),
                               query=copy.deepcopy(case.query), body=body, media_type=case.media_type)


class Document(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.world = World()
        cls.addClassCleanup(cls.world.close)
        cls.document = cls.world.beaver.call("GET", "/openapi.json").json()
        # The callers' own credentials, none that were made up.
        config = SchemathesisConfig.from_dict({"generation": {"with-security-parameters": False}})
        cls.schema = schemathesis.openapi.from_dict(cls.document, config=config)
        cls.seen = collections.Counter()
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
        response = case.call(base_url=self.world.beaver.base, session=self.session, headers=headers, timeout=120, allow_redirects=False)
        self.seen[case.operation.label, response.status_code] += 1
        if response.status_code == 500:
            wrong = "500"
        else:
            try:
                case.validate_response(response, checks=CHECKS)
                return None
            except FailureGroup as failures:
                wrong = "; ".join(f"{failure.title}: {failure.message}" for failure in failures.exceptions)
        return f"{wrong}\n      {caller}: {case.as_curl_command()[:600]}\n      {response.status_code} {response.content[:400]!r}"

    def body_schema(self, operation):
        """The schema of the operation's body without references, or None."""
        content = operation.definition.raw.get("requestBody", {}).get("content", {})
        schema = next((each["schema"] for each in content.values()), None)
        while schema and "$ref" in schema:
            schema = self.document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        return schema

    def ask(self, operation, counts):
        """Everything that is wrong with one operation, for all callers."""
        wrong = collections.OrderedDict()  # one line of a kind is enough
        made = [(mode.value, case) for mode in GenerationMode for case in self.cases(operation, mode)]
        sensible = [duplicate(case) for kind, case in made if kind == "positive"]
        ends = operation.label.startswith(ENDS_THE_CALLER)
        first_in = operation.definition.raw["x-beaver-access"].replace("open", "anonymous")
        for caller in CALLERS:
            headers = self.world.make_caller(caller) if ends else self.world.headers[caller]
            ids = self.world.real_ids(operation.path, caller) if "{" in operation.path else None
            asked = [(kind, duplicate(case)) for kind, case in made]
            for number, case in enumerate(sensible):
                asked.append(("sensible", duplicate(case)))
                make_sensible(asked[-1][1], self.body_schema(operation), self.world, all_fields=number % 2)
            if caller not in (first_in, "owner"):  # who is turned away, or is like these: one of each kind
                asked = list({kind: (kind, case) for kind, case in asked}.values())
            for kind, case in asked:
                made_up = [] if ids and kind == "sensible" else [case.path_parameters]
                for parameters in made_up + [ids] * (ids is not None):
                    case.path_parameters = parameters
                    counts[caller] += 1
                    if complaint := self.send(case, f"{caller}, {kind}", headers):
                        wrong.setdefault(re.sub(r"\d+|'[^']*'|\"[^\"]*\"", "", complaint.split("\n")[0])[:100], complaint)
        return wrong.values()

    def test_every_answer_is_as_the_document_says(self):
        warnings.simplefilter("ignore", HypothesisWarning)
        labels = {f"{method.upper()} {path}" for path, methods in self.document["paths"].items() for method in methods}
        self.assertLessEqual(set(NOT_ASKED), labels, "an exception for what is no route")
        counts, wrong = collections.Counter(), []
        operations = [result.ok() for result in self.schema.get_all_operations()]
        for operation in sorted(operations, key=lambda each: each.method.upper() == "DELETE"):  # what they remove is asked for before
            if operation.label in NOT_ASKED or not PATHS.search(operation.label):
                continue
            wrong += [f"{operation.label}: {each}" for each in self.ask(operation, counts)]
        if log := os.environ.get("BEAVER_SCHEMATHESIS_LOG"):
            pathlib.Path(log).write_text("".join(f"{label}\t{status}\t{count}\n" for (label, status), count in sorted(self.seen.items())))
        print(f"requests: {dict(counts)}", flush=True)
        self.world.beaver.assert_balanced()
        self.assertFalse(wrong, f"{len(wrong)}:\n" + "\n".join(wrong))


if __name__ == "__main__":
    unittest.main()
