package dev.kiln.streams.app;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/**
 * A collector of traces, as far as OTLP over HTTP asks for one: takes what is posted to /v1/traces
 * apart by the field numbers of opentelemetry/proto/trace/v1/trace.proto.
 */
final class OtlpReceiver implements AutoCloseable {

  /**
   * A span as it came.
   *
   * @param attributes those that are texts
   * @param status 0 unset, 1 ok, 2 error
   */
  record Received(
      String service,
      String trace,
      String span,
      String parent,
      String name,
      Map<String, String> attributes,
      long status,
      String statusText) {}

  private final HttpServer server;
  private final List<Received> spans = new CopyOnWriteArrayList<>();

  private OtlpReceiver(HttpServer server) {
    this.server = server;
  }

  static OtlpReceiver start() throws IOException {
    var receiver =
        new OtlpReceiver(
            HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
    receiver.server.createContext("/v1/traces", receiver::take);
    receiver.server.start();
    return receiver;
  }

  /** For otel.exporter.otlp.endpoint. */
  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Received> spans() {
    return List.copyOf(spans);
  }

  private void take(HttpExchange exchange) throws IOException {
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    byte[] sent = exchange.getRequestBody().readAllBytes();
    try (InputStream body =
        zipped
            ? new GZIPInputStream(new ByteArrayInputStream(sent))
            : new ByteArrayInputStream(sent)) {
      UnknownFieldSet request = UnknownFieldSet.parseFrom(body);
      for (UnknownFieldSet resourceSpans : messages(request, 1)) {
        String service =
            attributes(messages(resourceSpans, 1).get(0), 1).getOrDefault("service.name", "");
        messages(resourceSpans, 2).stream()
            .flatMap(scope -> messages(scope, 2).stream())
            .forEach(span -> spans.add(span(service, span)));
      }
    }
    exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private static Received span(String service, UnknownFieldSet span) {
    List<UnknownFieldSet> status = messages(span, 15);
    return new Received(
        service,
        hex(span, 1),
        hex(span, 2),
        hex(span, 4),
        text(span, 5),
        attributes(span, 9),
        status.isEmpty()
            ? 0
            : status.get(0).getField(3).getVarintList().stream().findAny().orElse(0L),
        status.isEmpty() ? "" : text(status.get(0), 2));
  }

  /** KeyValue: 1 is the key, 2 the value, whose field 1 is a text. */
  private static Map<String, String> attributes(UnknownFieldSet of, int field) {
    Map<String, String> attributes = new HashMap<>();
    messages(of, field)
        .forEach(pair -> attributes.put(text(pair, 1), text(messages(pair, 2).get(0), 1)));
    return attributes;
  }

  private static List<UnknownFieldSet> messages(UnknownFieldSet of, int field) {
    return of.getField(field).getLengthDelimitedList().stream().map(OtlpReceiver::parsed).toList();
  }

  private static UnknownFieldSet parsed(ByteString bytes) {
    try {
      return UnknownFieldSet.parseFrom(bytes);
    } catch (IOException e) {
      throw new IllegalStateException("not a message of OTLP", e);
    }
  }

  private static String text(UnknownFieldSet of, int field) {
    List<ByteString> values = of.getField(field).getLengthDelimitedList();
    return values.isEmpty() ? "" : values.get(0).toStringUtf8();
  }

  private static String hex(UnknownFieldSet of, int field) {
    List<ByteString> values = of.getField(field).getLengthDelimitedList();
    return values.isEmpty() ? "" : HexFormat.of().formatHex(values.get(0).toByteArray());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
