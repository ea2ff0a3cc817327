package dev.kiln.streams.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.streams.http.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What an open page is told, as server-sent events (WHATWG HTML, section 9.2): what is shown, as it
 * comes; how things go, every second; and when the generators are others.
 */
final class EventFlow implements Reply.Writer {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Album album;
  private final Supplier<JsonNode> live;
  private final Supplier<List<String>> generators;

  private EventFlow(Album album, Supplier<JsonNode> live, Supplier<List<String>> generators) {
    this.album = album;
    this.live = live;
    this.generators = generators;
  }

  /**
   * A flow for one page.
   *
   * @param live how things go
   * @param generators the hashes of those that serve
   */
  static Reply to(Album album, Supplier<JsonNode> live, Supplier<List<String>> generators) {
    return new Reply.Flow(
        Map.of("Content-Type", "text/event-stream; charset=utf-8"),
        new EventFlow(album, live, generators));
  }

  @Override
  public void write(OutputStream out) throws IOException, InterruptedException {
    BlockingQueue<Shown> coming = album.listen();
    try {
      List<String> known = generators.get();
      long next = System.nanoTime();
      while (true) {
        if (System.nanoTime() - next >= 0) {
          send(out, "live", live.get());
          List<String> now = generators.get();
          if (!now.equals(known)) {
            known = now;
            send(out, "generators", JSON.createObjectNode());
          }
          next += SECOND;
        }
        Shown shown = coming.poll(Math.max(0, next - System.nanoTime()), TimeUnit.NANOSECONDS);
        while (shown != null) {
          send(out, "shown", shown.json());
          shown = coming.poll();
        }
        out.flush();
      }
    } finally {
      album.forget(coming);
    }
  }

  /** JSON is on one line, as an event's data has to be. */
  private static void send(OutputStream out, String name, JsonNode data) throws IOException {
    try {
      String event = "event: " + name + "\ndata: " + JSON.writeValueAsString(data) + "\n\n";
      out.write(event.getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree can be written as JSON", e);
    }
  }
}
