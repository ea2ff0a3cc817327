package dev.kiln.connect.prompt;

import dev.kiln.connect.prompt.LineReader.Line;
import dev.kiln.schemas.FailureCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.connect.errors.ConnectException;
import org.jspecify.annotations.Nullable;

/**
 * A file with requests, read piece by piece. Whether it grows (tailing) or came as a whole is fixed
 * at birth. For one thread.
 */
final class PromptFile {

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Path path;
  private final FileFormat format;
  private final boolean grows;
  private final int maxLineBytes;
  private final RequestLines lines;
  private Position position;
  private @Nullable List<String> header;

  /**
   * What stood at a place of the file.
   *
   * @param number the line, counting from 1
   * @param text the line as it stands in the file, as far as it could be read
   * @param result the request, or what is wrong
   * @param after how far the file is read after it
   */
  record Item(long number, String text, RequestLines.Result result, Position after) {}

  /**
   * @param format not AUTO
   * @param grows whether more lines may come; then a line counts once its line break is there
   * @param position where to go on
   */
  PromptFile(
      Path path,
      FileFormat format,
      boolean grows,
      int maxLineBytes,
      RequestLines lines,
      Position position) {
    this.path = path;
    this.format = format;
    this.grows = grows;
    this.maxLineBytes = maxLineBytes;
    this.lines = lines;
    this.position = position;
  }

  Path path() {
    return path;
  }

  /**
   * The next lines that hold anything; none when there are none now.
   *
   * @param limit the most lines
   * @throws ConnectException in one sentence, if the file changed in a way that a file must not
   */
  List<Item> read(int limit) throws IOException {
    long size = Files.size(path);
    checkSize(size);
    List<Item> items = new ArrayList<>();
    if (size == position.bytes()) {
      return items;
    }
    Position before = position;
    try (var reader = new LineReader(path, position.bytes(), maxLineBytes)) {
      while (items.size() < limit) {
        Item item = next(reader, size);
        if (item == null) {
          break;
        }
        position = item.after();
        if (!item.text().isBlank()) {
          items.add(item);
        }
        if (reader.position() != position.bytes()) {
          break; // It read ahead for the end of a record that has none.
        }
      }
    } catch (IOException e) {
      position = before; // What was read is lost with the exception, and has to come again.
      throw e;
    }
    return items;
  }

  private void checkSize(long size) {
    if (size < position.bytes()) {
      throw new ConnectException(
          path
              + " has "
              + size
              + " bytes, but "
              + position.bytes()
              + " were read from it; a file must not shrink, and a new one needs a new name");
    }
    if (position.finished() && size > position.bytes()) {
      throw new ConnectException(
          path
              + " was finished with "
              + position.bytes()
              + " bytes and has "
              + size
              + " now; files that grow need files=tailing");
    }
  }

  private @Nullable Item next(LineReader reader, long size) throws IOException {
    if (format == FileFormat.CSV && position.line() == 0 && !readHeader(reader, size)) {
      return null;
    }
    Line line = reader.next(!grows);
    if (line == null) {
      return null;
    }
    long number = position.line() + 1;
    String text = decode(line.bytes());
    if (line.tooLong()) {
      return bad(
          number, text, line.end(), size, "The line has more than " + maxLineBytes + " bytes.");
    }
    if (text == null) {
      return bad(number, null, line.end(), size, "The line is not UTF-8.");
    }
    if (format == FileFormat.CSV && CsvLine.isOpen(text)) {
      return continued(reader, number, text, line.end(), size);
    }
    return new Item(number, text, request(text, number), after(number, line.end(), size));
  }

  /** Reads the header, if it is there. */
  private boolean readHeader(LineReader reader, long size) throws IOException {
    Line line = reader.next(!grows);
    if (line == null) {
      return false;
    }
    try {
      header = header(line);
    } catch (IllegalArgumentException e) {
      throw new ConnectException(path + ", line 1, is no header: " + e.getMessage(), e);
    }
    position = after(1, line.end(), size);
    return true;
  }

  private static List<String> header(Line line) {
    String text = decode(line.bytes());
    if (text == null || line.tooLong()) {
      throw new IllegalArgumentException("it is too long, or not UTF-8");
    }
    return CsvLine.fields(withoutMark(text));
  }

  /** A record of CSV that goes on in further lines, up to the longest line in all. */
  private @Nullable Item continued(
      LineReader reader, long number, String first, long firstEnd, long size) throws IOException {
    var text = new StringBuilder(first);
    for (long last = number + 1; text.length() <= maxLineBytes; last++) {
      Line line = reader.next(!grows);
      if (line == null && grows) {
        return null;
      }
      String more = line == null ? null : decode(line.bytes());
      if (line == null || more == null || line.tooLong()) {
        break;
      }
      text.append('\n').append(more);
      if (CsvLine.isOpen(more)) {
        String whole = text.toString();
        return new Item(number, whole, request(whole, number), after(last, line.end(), size));
      }
    }
    return bad(number, first, firstEnd, size, "A quote is opened and not closed.");
  }

  private RequestLines.Result request(String text, long number) throws IOException {
    String id = path.getFileName() + ":" + number;
    return switch (format) {
      case JSONL -> lines.json(number == 1 ? withoutMark(text) : text, id);
      case PROMPTS -> lines.prompt((number == 1 ? withoutMark(text) : text).strip(), id);
      case CSV -> lines.csv(header(), text, id);
      case AUTO -> throw new IllegalStateException("AUTO has to become another format first");
    };
  }

  /** The header, read again after a restart. */
  private List<String> header() throws IOException {
    List<String> known = header;
    if (known == null) {
      try (var reader = new LineReader(path, 0, maxLineBytes)) {
        Line line = reader.next(true);
        if (line == null) {
          throw new ConnectException(path + " has lost its header");
        }
        known = header(line);
        header = known;
      }
    }
    return known;
  }

  private Item bad(long number, @Nullable String text, long end, long size, String sentence) {
    String shown = text == null ? "(not UTF-8)" : text.substring(0, Math.min(text.length(), 1_000));
    return new Item(
        number,
        shown,
        new RequestLines.Bad(FailureCode.UNREADABLE, sentence),
        after(number, end, size));
  }

  private Position after(long line, long end, long size) {
    return new Position(line, end, !grows && end == size);
  }

  private static String withoutMark(String text) {
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  private static @Nullable String decode(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
