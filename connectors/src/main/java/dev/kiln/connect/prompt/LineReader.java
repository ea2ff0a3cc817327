package dev.kiln.connect.prompt;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The lines of a file from a position on, in bounded memory. A line ends with a line feed, and a
 * carriage return before it is not a part of it. For one thread.
 */
final class LineReader implements Closeable {

  private final InputStream in;
  private final int maxBytes;
  private long position;

  /**
   * A line as it stands in the file.
   *
   * @param bytes its content without the line break; the first part of it if it is too long
   * @param end where the next line begins, in bytes from the file's start
   * @param tooLong whether it has more bytes than are kept
   */
  record Line(ByteBuffer bytes, long end, boolean tooLong) {}

  /**
   * Opens a file.
   *
   * @param position where a line begins, in bytes from the start
   * @param maxBytes the most bytes of a line that are kept
   */
  LineReader(Path file, long position, int maxBytes) throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(file);
    channel.position(position);
    this.in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
    this.position = position;
    this.maxBytes = maxBytes;
  }

  /** Where the next line begins, in bytes from the start. */
  long position() {
    return position;
  }

  /**
   * The next line, or null at the end of the file.
   *
   * @param lastToo whether bytes after the last line break are a line; otherwise they are null and
   *     can be read again by a reader that starts where they begin
   */
  @Nullable Line next(boolean lastToo) throws IOException {
    var bytes = new ByteArrayOutputStream();
    long end = position;
    boolean tooLong = false;
    for (int b = in.read(); b >= 0; b = in.read()) {
      end++;
      if (b == '\n') {
        return line(bytes, end, tooLong);
      }
      if (bytes.size() < maxBytes) {
        bytes.write(b);
      } else {
        tooLong = true;
      }
    }
    return lastToo && end > position ? line(bytes, end, tooLong) : null;
  }

  private Line line(ByteArrayOutputStream bytes, long end, boolean tooLong) {
    byte[] all = bytes.toByteArray();
    boolean returns = !tooLong && all.length > 0 && all[all.length - 1] == '\r';
    position = end;
    return new Line(ByteBuffer.wrap(all, 0, all.length - (returns ? 1 : 0)), end, tooLong);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
