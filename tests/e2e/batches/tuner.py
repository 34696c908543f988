"""A provider with files and fine-tuning jobs, as OpenAI has them; nothing else."""

import http.server
import json
import re
import threading


class Tuner:
    """`url` is its base URL; `files` and `jobs` are what it was given, `requests` the lines and credentials."""

    def __init__(self):
        self.files, self.jobs, self.requests = {}, {}, []
        tuner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def answer(self, status, body):
                data = json.dumps(body, indent=2).encode()
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def go(self):
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                tuner.requests.append((self.command, self.path, self.headers.get("authorization")))
                self.answer(*tuner.handle(self.command, self.path.partition("?")[0], body))

            do_GET = do_POST = go

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def handle(self, method, path, body):
        if (method, path) == ("POST", "/v1/files"):
            content = re.search(rb'name="file"; filename="[^"]*"\r\nContent-Type: [^\r]*\r\n\r\n(.*)\r\n--[^\r]*--\r\n$', body, re.S)
            name = f"file-provider{len(self.files) + 1}"
            self.files[name] = content[1]
            return 200, {"id": name, "object": "file", "purpose": "fine-tune"}
        if (method, path) == ("POST", "/v1/fine_tuning/jobs"):
            asked = json.loads(body)
            if asked["training_file"] not in self.files:
                return 400, {"error": {"message": "no such training file", "param": "training_file", "code": "invalid_file"}}
            job = {"id": f"ftjob-{len(self.jobs) + 1}", "object": "fine_tuning.job", "status": "validating_files", "created_at": 1,
                   "fine_tuned_model": None, "organization_id": "org-1", "result_files": [], "seed": 1, "hyperparameters": {},
                   "error": None, "finished_at": None, "trained_tokens": None, "validation_file": None, "model": asked["model"],
                   "training_file": asked["training_file"]}
            self.jobs[job["id"]] = job
            return 200, job
        match = re.fullmatch(r"/v1/fine_tuning/jobs/([^/]+)(?:/(cancel|events|checkpoints))?", path)
        job = self.jobs.get(match[1]) if match else None
        if job is None:
            return 404, {"error": {"message": "no such job"}}
        if match[2] == "cancel":
            job["status"] = "cancelled"
        if match[2] in ("events", "checkpoints"):
            return 200, {"object": "list", "data": [{"id": "ftevent-1", "object": "fine_tuning.job.event", "created_at": 1,
                                                     "level": "info", "message": f"{match[2]} of {job['id']}"}], "has_more": False}
        return 200, job
