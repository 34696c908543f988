"""Uploaded files, by OpenAI's Python SDK."""

import io
import pathlib
import unittest

import openai
from harness.beaver import Beaver
import jobs

LARGEST = 2_000_000


class Files(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.beaver = Beaver(BEAVER_FILE_MAX_BYTES=str(LARGEST), BEAVER_FILES_PER_ACCOUNT=str(3 * LARGEST))
        cls.addClassCleanup(cls.beaver.close)
        cls.beaver.start()

    def setUp(self):
        self.client = jobs.sdk(self.beaver, self.beaver.account())

    def upload(self, content, purpose="user_data", name="notes.txt", **more):
        return self.client.files.create(file=(name, io.BytesIO(content)), purpose=purpose, **more)

    def test_a_file_is_uploaded_listed_read_and_deleted(self):
        content = bytes(range(256)) * 10
        file = self.upload(content, name="../../weird näme.bin")
        self.assertEqual((file.bytes, file.filename, file.purpose, file.status, file.object),
                         (len(content), "../../weird näme.bin", "user_data", "processed", "file"))
        self.assertEqual(self.client.files.retrieve(file.id), file)
        self.assertEqual([one.id for one in self.client.files.list()], [file.id])
        answer = self.client.files.content(file.id)
        self.assertEqual(answer.content, content)
        self.assertEqual(answer.response.headers["content-type"], "application/octet-stream")
        self.assertIn("attachment", answer.response.headers["content-disposition"])
        deleted = self.client.files.delete(file.id)
        self.assertEqual((deleted.id, deleted.deleted), (file.id, True))
        with self.assertRaises(openai.NotFoundError):
            self.client.files.retrieve(file.id)

    def test_a_large_file_comes_whole(self):
        content = bytes(range(251)) * (LARGEST // 251)
        file = self.upload(content)
        self.assertEqual(self.client.files.content(file.id).content, content)

    def test_a_file_beyond_the_bound_is_refused(self):
        # Beyond what a form may come to, it isn't even read; then a client may see the connection close instead of the answer.
        with self.assertRaises(openai.APIStatusError) as refused:
            self.upload(bytes(LARGEST + 1))
        self.assertEqual(refused.exception.status_code, 413)
        with self.assertRaises(openai.APIError):
            self.upload(bytes(LARGEST + 1_000_000))

    def test_an_account_may_keep_so_much(self):
        for _ in range(3):
            self.upload(bytes(LARGEST))
        with self.assertRaises(openai.PermissionDeniedError) as refused:
            self.upload(b"x")
        self.assertEqual(refused.exception.code, "file_storage_full")

    def test_pages_filter_and_order(self):
        names = [self.upload(b"x", purpose="fine-tune" if number == 2 else "batch", name=f"{number}.jsonl").filename
                 for number in range(5)]
        self.assertEqual([file.filename for file in self.client.files.list(limit=2)], names[::-1], "the SDK reads on by itself")
        self.assertEqual([file.filename for file in self.client.files.list(limit=2, order="asc")], names)
        self.assertEqual([file.filename for file in self.client.files.list(purpose="fine-tune")], ["2.jsonl"])

    def test_expiry_is_told(self):
        file = self.upload(b"x", expires_after={"anchor": "created_at", "seconds": 3600})
        self.assertEqual(file.expires_at, file.created_at + 3600)

    def test_nobody_else_sees_it(self):
        file = self.upload(b"mine")
        other = jobs.sdk(self.beaver, self.beaver.account())
        for ask in (other.files.retrieve, other.files.content, other.files.delete):
            with self.assertRaises(openai.NotFoundError):
                ask(file.id)
        self.assertEqual(list(other.files.list()), [])
        self.assertEqual(self.client.files.content(file.id).content, b"mine")

    def test_what_is_wrong_is_named(self):
        def refused(body, content_type):
            answer = self.beaver.call("POST", "/v1/files", body, self.client.api_key, {"content-type": content_type})
            return answer.status, answer.json()["error"]["param"]

        part = b'--b\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
        purpose, file, end = part % (b"purpose", b"", b"batch"), part % (b"file", b'; filename="a"', b"x"), b"--b--\r\n"
        form = "multipart/form-data; boundary=b"
        self.assertEqual(refused(purpose + end, form), (400, "file"))
        self.assertEqual(refused(file + end, form), (400, "purpose"))
        self.assertEqual(refused(part % (b"purpose", b"", b"holiday") + file + end, form), (400, "purpose"))
        self.assertEqual(refused(purpose + part % (b"file", b"", b"x") + end, form), (400, "file"))
        self.assertEqual(refused(b"{}", "application/json"), (415, "Content-Type"))

    def test_contents_lie_beside_the_database_under_their_ids(self):
        self.upload(b"canary", name="name-of-the-client")
        folder = pathlib.Path(f"{self.beaver.database}.files")
        names = [path.name for path in folder.rglob("*") if path.is_file()]
        self.assertFalse([name for name in names if not name.startswith("file-") and name != "lock"], names)

    def test_files_outlive_a_restart(self):
        file = self.upload(b"still here")
        self.beaver.kill()
        self.beaver.start()
        self.client.base_url = self.beaver.base + "/v1/"
        self.assertEqual(self.client.files.content(file.id).content, b"still here")


if __name__ == "__main__":
    unittest.main()
