package dev.kiln.streams.topology;

import dev.kiln.streams.inflight.Entry;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Requests of one key stand in line, in the order in which they came; requests without a key stand
 * nowhere. For the stream thread alone.
 */
final class KeyLines {

  private final ReleaseOrder order;
  private final Map<ByteBuffer, Deque<Flight>> lines = new HashMap<>();

  KeyLines(ReleaseOrder order) {
    this.order = order;
  }

  void join(Flight flight) {
    ByteBuffer key = key(flight.entry());
    if (key != null) {
      lines.computeIfAbsent(key, k -> new ArrayDeque<>()).addLast(flight);
    }
  }

  /** Whether an answer may leave as soon as it is there. */
  boolean mayLeave(Flight flight) {
    ByteBuffer key = key(flight.entry());
    return order == ReleaseOrder.NONE || key == null || line(key).peekFirst() == flight;
  }

  /** Takes a request out of its line, and returns the one that waited for it with its answer. */
  @Nullable Flight leave(Flight flight) {
    ByteBuffer key = key(flight.entry());
    if (key == null) {
      return null;
    }
    Deque<Flight> line = line(key);
    boolean first = line.peekFirst() == flight;
    line.remove(flight);
    if (line.isEmpty()) {
      lines.remove(key);
    }
    Flight next = first && order == ReleaseOrder.KEY ? line.peekFirst() : null;
    return next != null && next.isAnswered() ? next : null;
  }

  /** All of one key, the first first. */
  List<Flight> of(byte[] key) {
    return List.copyOf(line(ByteBuffer.wrap(key)));
  }

  private Deque<Flight> line(ByteBuffer key) {
    return lines.getOrDefault(key, new ArrayDeque<>(0));
  }

  private static @Nullable ByteBuffer key(Entry entry) {
    byte[] key = entry.key();
    return key == null ? null : ByteBuffer.wrap(key);
  }
}
