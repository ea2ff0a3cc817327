package dev.kiln.streams.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Asks an HTTP server byte for byte, also what no well-behaved client would. */
public final class Visitor {

  /** What came back: the status, the headers as they are, and the body. */
  public record Answer(int status, String headers, String body) {

    /** A header's value; null where it is absent. */
    public @Nullable String header(String name) {
      return headers
          .lines()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT)))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse(null);
    }
  }

  private final int port;

  public Visitor(int port) {
    this.port = port;
  }

  /** A GET with more headers, a line each. */
  public Answer get(String path, String... headers) {
    return ask("GET", path, "", headers);
  }

  /** A POST of JSON, from the page of that server. */
  public Answer post(String path, String body, String... headers) {
    return ask("POST", path, body, headers);
  }

  /** Any question; Host is localhost unless a header says otherwise. */
  public Answer ask(String method, String path, String body, String... headers) {
    StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
    String all = String.join("\r\n", headers);
    if (!all.contains("Host:")) {
      text.append("Host: localhost:").append(port).append("\r\n");
    }
    if (!body.isEmpty()) {
      text.append("Content-Type: application/json\r\nContent-Length: ")
          .append(body.getBytes(StandardCharsets.UTF_8).length)
          .append("\r\n");
    }
    text.append(all).append(all.isEmpty() ? "" : "\r\n").append("Connection: close\r\n\r\n");
    text.append(body);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return parsed(answer.toString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer parsed(String answer) {
    int end = answer.indexOf("\r\n\r\n");
    if (end < 0) {
      throw new IllegalStateException("no answer: " + answer);
    }
    return new Answer(
        Integer.parseInt(answer.substring(9, 12)),
        answer.substring(answer.indexOf("\r\n") + 2, end),
        answer.substring(end + 4));
  }
}
