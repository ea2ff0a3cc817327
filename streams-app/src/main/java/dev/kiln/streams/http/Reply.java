package dev.kiln.streams.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What goes back. */
public sealed interface Reply {

  /** The status. */
  int status();

  /** Headers beside those that every reply has. */
  Map<String, String> headers();

  /** All at once. */
  final class Whole implements Reply {

    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    Whole(int status, Map<String, String> headers, byte[] body) {
      this.status = status;
      this.headers = Map.copyOf(headers);
      this.body = body;
    }

    @Override
    public int status() {
      return status;
    }

    @Override
    public Map<String, String> headers() {
      return headers;
    }

    /** What goes back; nobody may change it. */
    public byte[] body() {
      return body;
    }

    /** With another header. */
    public Whole with(String name, String value) {
      Map<String, String> more = new TreeMap<>(headers);
      more.put(name, value);
      return new Whole(status, more, body);
    }
  }

  /** Bit by bit, for as long as the other end listens. */
  record Flow(Map<String, String> headers, Writer writer) implements Reply {
    @Override
    public int status() {
      return 200;
    }
  }

  /** Writes a flow; returns, or throws when the other end has gone. */
  interface Writer {
    void write(OutputStream out) throws IOException, InterruptedException;
  }

  /** Bytes of a type. */
  static Whole of(int status, String type, byte[] body) {
    return new Whole(status, Map.of("Content-Type", type), body);
  }

  /** Text of a type, in UTF-8. */
  static Whole of(int status, String type, String body) {
    return of(status, type + "; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
  }

  /** JSON. */
  static Whole json(int status, byte[] body) {
    return of(status, "application/json", body);
  }

  /** A sentence for people. */
  static Whole text(int status, String sentence) {
    return of(status, "text/plain", sentence + "\n");
  }
}
