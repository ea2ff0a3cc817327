package dev.kiln.connect.prompt;

import dev.kiln.connect.config.PluginVersion;
import dev.kiln.connect.prompt.PromptFile.Item;
import dev.kiln.connect.prompt.RequestLines.Bad;
import dev.kiln.connect.prompt.RequestLines.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/** Reads some files of a directory, in the order of their names, line by line. */
public final class PromptSourceTask extends SourceTask {

  static final String FILE = "kiln.file";
  static final String LINE = "kiln.line";
  static final String ERROR = "kiln.error";
  static final String ERROR_CODE = "kiln.error.code";

  /** How long a poll without lines waits before it hands control back to Connect. */
  private static final long POLL_MILLIS = 200;

  private final Map<Path, PromptFile> files = new TreeMap<>();
  private @Nullable Work work;
  private long nextScan = System.nanoTime();

  /** What a started task works with. */
  private record Work(PromptSourceConfig config, InputDirectory directory, RequestLines lines) {

    String topic() {
      return config.getString(PromptSourceConfig.TOPIC);
    }

    String badLines() {
      return config.getString(PromptSourceConfig.BAD_LINES);
    }
  }

  @Override
  public String version() {
    return PluginVersion.get();
  }

  @Override
  public void start(Map<String, String> props) {
    var config = new PromptSourceConfig(props);
    var directory =
        new InputDirectory(
            config.directory(),
            config.pattern(),
            config.format(),
            Integer.parseInt(props.getOrDefault(PromptSourceConnector.TASK_INDEX, "0")),
            Integer.parseInt(props.getOrDefault(PromptSourceConnector.TASK_COUNT, "1")));
    work = new Work(config, directory, new RequestLines(config.defaults()));
    nextScan = System.nanoTime();
  }

  @Override
  public @Nullable List<SourceRecord> poll() throws InterruptedException {
    if (work == null) {
      throw new IllegalStateException("the task has not been started");
    }
    try {
      List<SourceRecord> records = read(work);
      if (!records.isEmpty()) {
        return records;
      }
    } catch (IOException e) {
      throw new RetriableException("Cannot read " + work.config().directory() + ": " + e, e);
    }
    TimeUnit.MILLISECONDS.sleep(
        Math.min(POLL_MILLIS, work.config().getLong(PromptSourceConfig.SCAN)));
    return null;
  }

  private List<SourceRecord> read(Work now) throws IOException {
    if (System.nanoTime() - nextScan >= 0) {
      scan(now);
      nextScan =
          System.nanoTime()
              + TimeUnit.MILLISECONDS.toNanos(now.config().getLong(PromptSourceConfig.SCAN));
    }
    int batch = now.config().getInt(PromptSourceConfig.BATCH);
    List<SourceRecord> records = new ArrayList<>();
    for (PromptFile file : files.values()) {
      if (records.size() == batch) {
        break;
      }
      for (Item item : read(file, batch - records.size(), records.isEmpty())) {
        records.add(record(now, file.path(), item));
      }
    }
    return records;
  }

  /** The next lines of a file; one that cannot be read must not lose the lines of others. */
  private static List<Item> read(PromptFile file, int limit, boolean first) throws IOException {
    try {
      return file.read(limit);
    } catch (IOException e) {
      if (first) {
        throw e;
      }
      return List.of();
    }
  }

  /** Takes up what is new, and forgets what is gone. */
  private void scan(Work now) throws IOException {
    List<Path> found = now.directory().files();
    files.keySet().retainAll(found);
    for (Path path : found) {
      if (!files.containsKey(path)) {
        Position position =
            Position.of(context.offsetStorageReader().offset(Position.partition(path)));
        FileFormat format =
            now.directory().format().of(String.valueOf(path.getFileName())).orElseThrow();
        files.put(
            path,
            new PromptFile(
                path,
                format,
                now.config().filesGrow(),
                now.config().getInt(PromptSourceConfig.MAX_LINE),
                now.lines(),
                position));
      }
    }
  }

  private static SourceRecord record(Work now, Path path, Item item) {
    String file = String.valueOf(path.getFileName());
    var headers = new ConnectHeaders();
    headers.addString(FILE, file);
    headers.addLong(LINE, item.number());
    if (item.result() instanceof Request request) {
      String key = key(now.config().key(), file, item.number(), request);
      return record(now.topic(), path, item, key, request.json(), headers);
    }
    Bad bad = (Bad) item.result();
    if (now.badLines().isEmpty()) {
      throw new ConnectException(
          path
              + ", line "
              + item.number()
              + ", is no request: "
              + bad.sentence()
              + " Correct it, or set "
              + PromptSourceConfig.BAD_LINES);
    }
    headers.addString(ERROR, bad.sentence());
    headers.addString(ERROR_CODE, bad.code().name());
    return record(now.badLines(), path, item, file + ":" + item.number(), item.text(), headers);
  }

  private static String key(PromptSourceConfig.Key key, String file, long line, Request request) {
    return switch (key) {
      case LINE -> file + ":" + line;
      case FILE -> file;
      case REQUEST -> request.id();
    };
  }

  private static SourceRecord record(
      String topic, Path path, Item item, String key, String value, ConnectHeaders headers) {
    return new SourceRecord(
        Position.partition(path),
        item.after().offset(),
        topic,
        null,
        Schema.STRING_SCHEMA,
        key,
        Schema.STRING_SCHEMA,
        value,
        null,
        headers);
  }

  @Override
  public void stop() {
    files.clear();
  }
}
