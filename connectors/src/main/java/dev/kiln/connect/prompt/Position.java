package dev.kiln.connect.prompt;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * How far a file has been read. Also the words in which Connect keeps it: partition {@code {"file":
 * "/in/a.txt"}}, offset {@code {"line": 17, "byte": 1204}}, with {@code "finished": true} where
 * that is the end of a file that was taken for complete.
 *
 * @param line how many lines have been read
 * @param bytes how many bytes they have
 * @param finished whether the file was complete at that point
 */
record Position(long line, long bytes, boolean finished) {

  static final Position START = new Position(0, 0, false);

  private static final String FILE = "file";
  private static final String LINE = "line";
  private static final String BYTE = "byte";
  private static final String FINISHED = "finished";

  /**
   * Connect's source partition of a file. One field alone: Connect finds an offset by the bytes of
   * its partition, and in which order two fields are written can differ from process to process.
   */
  static Map<String, Object> partition(Path file) {
    return Map.of(FILE, file.toString());
  }

  /** Connect's source offset. */
  Map<String, Object> offset() {
    return finished
        ? Map.of(LINE, line, BYTE, bytes, FINISHED, true)
        : Map.of(LINE, line, BYTE, bytes);
  }

  /**
   * What an offset says; the start for no offset.
   *
   * @throws ConnectException if it is not an offset of a file
   */
  static Position of(@Nullable Map<String, ?> offset) {
    if (offset == null) {
      return START;
    }
    if (offset.get(LINE) instanceof Number line
        && offset.get(BYTE) instanceof Number bytes
        && line.longValue() >= 0
        && bytes.longValue() >= 0
        && offset.size() == (offset.containsKey(FINISHED) ? 3 : 2)) {
      return new Position(
          line.longValue(), bytes.longValue(), Boolean.TRUE.equals(offset.get(FINISHED)));
    }
    throw new ConnectException(
        "The offset of a file must be like {\"line\": 17, \"byte\": 1204}, was " + offset);
  }

  /**
   * Checks that a partition means a file.
   *
   * @throws ConnectException if it does not
   */
  static void checkPartition(Map<String, ?> partition) {
    if (partition.size() != 1 || !(partition.get(FILE) instanceof String)) {
      throw new ConnectException(
          "The partition of a file must be like {\"file\": \"/in/a.txt\"}, was " + partition);
    }
  }
}
