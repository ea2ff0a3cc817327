package dev.kiln.connect.files;

import dev.kiln.storage.BlobStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Files on their way to the store, some at a time. What could not be written stays here and is
 * written at the next try. For one thread; the store is used by several.
 */
final class Writes implements AutoCloseable {

  private final BlobStore store;
  private final ExecutorService threads;
  private final Map<TopicPartition, List<NamedFile>> waiting = new LinkedHashMap<>();

  /** A file that is being written. */
  private record Writing(NamedFile file, Future<?> done) {}

  /**
   * @param store is closed with this
   * @param threads how many files are written at a time
   */
  Writes(BlobStore store, int threads) {
    this.store = store;
    this.threads =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              var thread = new Thread(work, "kiln-sink-writer");
              thread.setDaemon(true);
              return thread;
            });
  }

  void add(TopicPartition partition, List<NamedFile> files) {
    if (!files.isEmpty()) {
      waiting.computeIfAbsent(partition, p -> new ArrayList<>()).addAll(files);
    }
  }

  /** What waits of a partition is no longer wanted: another task has it now. */
  void forget(TopicPartition partition) {
    waiting.remove(partition);
  }

  /** Whether anything waits to be written. */
  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** The smallest offset that it takes to make again what waits, or {@code otherwise}. */
  long committable(TopicPartition partition, long otherwise) {
    LongStream waits =
        waiting.getOrDefault(partition, List.of()).stream().mapToLong(NamedFile::from);
    return Math.min(otherwise, waits.min().orElse(otherwise));
  }

  /**
   * Writes all that waits, and waits for it.
   *
   * @throws IOException if some was not written; it goes on waiting
   */
  void flush() throws IOException, InterruptedException {
    Map<TopicPartition, List<Writing>> begun = new LinkedHashMap<>();
    waiting.forEach((partition, files) -> begun.put(partition, begin(files)));
    IOException failure = null;
    for (Map.Entry<TopicPartition, List<Writing>> partition : begun.entrySet()) {
      List<NamedFile> left = new ArrayList<>();
      for (Writing writing : partition.getValue()) {
        try {
          await(writing.done());
        } catch (IOException e) {
          failure = e;
          left.add(writing.file());
        }
      }
      if (left.isEmpty()) {
        waiting.remove(partition.getKey());
      } else {
        waiting.put(partition.getKey(), left);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Of several files of one name, the last is written alone: two threads must not race for it. */
  private List<Writing> begin(List<NamedFile> files) {
    Map<String, NamedFile> byPath = new LinkedHashMap<>();
    files.forEach(file -> byPath.put(file.path(), file));
    return byPath.values().stream()
        .map(file -> new Writing(file, threads.submit(() -> write(file))))
        .toList();
  }

  private @Nullable Void write(NamedFile file) throws IOException {
    var unused = store.put(file.path(), file.bytes());
    return null;
  }

  private static void await(Future<?> done) throws IOException, InterruptedException {
    try {
      done.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException("a file is not written: " + e.getCause(), e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    store.close();
  }
}
