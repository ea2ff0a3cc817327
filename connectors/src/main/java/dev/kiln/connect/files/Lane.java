package dev.kiln.connect.files;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;

/** What the records of one partition become. For one thread. */
final class Lane {

  /**
   * How files are made and named.
   *
   * @param rows how many offsets a file of lines goes over
   * @param sheet how many offsets a contact sheet goes over, 0 for no sheets
   */
  record Plan(
      SampleReader reader, FileFormat format, PathTemplate template, long rows, long sheet) {}

  private final Plan plan;
  private final Collector lines;
  private final @Nullable Collector sheets;
  private final List<NamedFile> finished = new ArrayList<>();
  private long next = -1;

  Lane(Plan plan) {
    this.plan = plan;
    this.lines = new Collector(plan.rows());
    this.sheets = plan.sheet() == 0 ? null : new Collector(plan.sheet());
  }

  /**
   * Takes a record, unless it was taken before: Connect may deliver a batch again.
   *
   * @throws DataException in one sentence, if no file can hold it; then it counts as taken
   * @throws org.apache.kafka.connect.errors.RetriableException if it cannot be read now; then it
   *     does not
   */
  void take(SinkRecord record) {
    long offset = record.originalKafkaOffset();
    if (offset < next) {
      return;
    }
    finished.addAll(lines.before(offset));
    if (sheets != null) {
      finished.addAll(sheets.before(offset));
    }
    try {
      add(record);
    } catch (IllegalArgumentException e) {
      next = offset + 1;
      throw new DataException(where(record) + e.getMessage(), e);
    } catch (DataException e) {
      next = offset + 1;
      throw new DataException(where(record) + e.getMessage(), e);
    }
    next = offset + 1;
    finished.addAll(lines.after(offset));
    if (sheets != null) {
      finished.addAll(sheets.after(offset));
    }
  }

  private static String where(SinkRecord record) {
    return "%s-%d, offset %d: "
        .formatted(record.topic(), record.kafkaPartition(), record.originalKafkaOffset());
  }

  private void add(SinkRecord record) {
    long offset = record.originalKafkaOffset();
    Sample sample = plan.reader().read(record);
    FileFormat format = plan.format().of(sample);
    if (format.collects()) {
      String path = path(record, sample, format, lines.start(offset));
      lines.add(offset, path, sample, () -> Content.of(format));
    } else {
      byte[] file = FileBytes.file(format, sample);
      finished.add(new NamedFile(path(record, sample, format, offset), file, offset));
    }
    if (sheets != null && sample.isPicture()) {
      String path = sheetPath(record, sample, sheets.start(offset));
      sheets.add(offset, path, sample, () -> new Content.Sheet(sample));
    }
  }

  private String path(SinkRecord record, Sample sample, FileFormat format, long offset) {
    Map<String, @Nullable String> values = new HashMap<>();
    values.put("topic", record.topic());
    values.put("partition", String.valueOf(record.kafkaPartition()));
    values.put("offset", String.valueOf(offset));
    values.put("key", KeyText.of(record.key()));
    values.put("ext", format.ending());
    return plan.template()
        .path(
            name -> {
              if (values.containsKey(name)) {
                return values.get(name);
              }
              return PathTemplate.OF_THE_SAMPLE.contains(name)
                  ? sample.fact(name)
                  : PathTemplate.time(name, record.timestamp());
            });
  }

  private static String sheetPath(SinkRecord record, Sample sample, long offset) {
    return "sheets/%s/%s/%d-%d.png"
        .formatted(
            PathTemplate.safe(record.topic()),
            PathTemplate.safe(sample.fact("generator")),
            record.kafkaPartition(),
            offset);
  }

  /** Hands out the files that are complete; they are no longer this lane's. */
  List<NamedFile> finished() {
    List<NamedFile> files = List.copyOf(finished);
    finished.clear();
    return files;
  }

  /** Hands out open files as far as they are, where none has grown for a while. */
  List<NamedFile> whenQuiet() {
    List<NamedFile> files = new ArrayList<>(lines.whenQuiet());
    if (sheets != null) {
      files.addAll(sheets.whenQuiet());
    }
    return files;
  }

  /**
   * The offset from which records have to come again after a restart, as far as open files go.
   *
   * @param position the offset after the last record that was delivered
   */
  long committable(long position) {
    LongStream open = lines.first().stream();
    if (sheets != null) {
      open = LongStream.concat(open, sheets.first().stream());
    }
    return Math.min(position, open.min().orElse(position));
  }
}
