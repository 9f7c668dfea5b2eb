"""The adapter of the documentation, with a clock: the product looks for what time it is into the file that CLOCK names."""
import http.server, json, os, runpy, sys

sys.argv = sys.argv[1:]
serve = http.server.ThreadingHTTPServer


def with_clock(address, adapter):
    class Clock(adapter):
        def do_POST(self):
            if not self.path.endswith("/clock"):
                return super().do_POST()
            asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with open(os.environ["CLOCK"], "w") as clock:
                clock.write(asked["now"])
            self.send_response(204)
            self.end_headers()

    return serve(address, Clock)


http.server.ThreadingHTTPServer = with_clock
runpy.run_path(sys.argv[0], run_name="__main__")
