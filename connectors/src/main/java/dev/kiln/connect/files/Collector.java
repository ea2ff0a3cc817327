package dev.kiln.connect.files;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Files over fixed intervals of a partition's offsets: offsets 0 to 999, 1000 to 1999, and so on.
 * The intervals do not depend on when records arrive, so whoever reads the same records again
 * writes the same files again. For one thread.
 */
final class Collector {

  private final long every;
  private final Map<String, Content> open = new LinkedHashMap<>();
  private long interval;
  private long first = -1;
  private int quietCalls;

  /**
   * @param every how many offsets an interval has
   */
  Collector(long every) {
    this.every = every;
  }

  /** Where the interval of an offset begins; files are named by it. */
  long start(long offset) {
    return offset - offset % every;
  }

  /** The files that are complete once a record with this offset has come. */
  List<NamedFile> before(long offset) {
    return offset >= interval + every || offset < interval ? close() : List.of();
  }

  /**
   * Adds a sample to a file of the interval of its offset.
   *
   * @throws IllegalArgumentException in one sentence, if it does not fit
   */
  void add(long offset, String path, Sample sample, Supplier<Content> fresh) {
    Content content = open.get(path);
    boolean isNew = content == null;
    if (content == null) {
      content = fresh.get();
    }
    content.add(sample);
    if (isNew) {
      open.put(path, content);
    }
    if (first < 0) {
      first = offset;
      interval = start(offset);
    }
    quietCalls = 0;
  }

  /** The files that are complete once this offset is dealt with. */
  List<NamedFile> after(long offset) {
    return offset + 1 >= interval + every ? close() : List.of();
  }

  private List<NamedFile> close() {
    List<NamedFile> files = files();
    open.clear();
    first = -1;
    return files;
  }

  /**
   * The files as far as they are, once, if none has grown since the last call: then the reader has
   * probably caught up, and nobody should have to wait for the end of an interval.
   */
  List<NamedFile> whenQuiet() {
    return ++quietCalls == 2 ? files() : List.of();
  }

  private List<NamedFile> files() {
    List<NamedFile> files = new ArrayList<>();
    open.forEach((path, content) -> files.add(new NamedFile(path, content.bytes(), first)));
    return files;
  }

  /** The offset from which the open files can be made again; empty if none is open. */
  OptionalLong first() {
    return first < 0 ? OptionalLong.empty() : OptionalLong.of(first);
  }
}
