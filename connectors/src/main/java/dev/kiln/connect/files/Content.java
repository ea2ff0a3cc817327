package dev.kiln.connect.files;

import dev.kiln.generation.card.SampleSpec;
import dev.kiln.generation.output.ContactSheet;
import dev.kiln.generation.output.CsvText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What grows in memory until it becomes a file. For one thread. */
sealed interface Content {

  /**
   * Adds a sample.
   *
   * @throws IllegalArgumentException in one sentence, if this cannot hold it; then nothing is added
   */
  void add(Sample sample);

  /** The file. */
  byte[] bytes();

  /** An empty content of a format that collects samples. */
  static Content of(FileFormat format) {
    return format == FileFormat.CSV ? new Table() : new Lines();
  }

  /** A JSON object a line. */
  final class Lines implements Content {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void add(Sample sample) {
      text.append(FileBytes.json(sample)).append('\n');
    }

    @Override
    public byte[] bytes() {
      return text.toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  /** CSV below a line of all columns that any row has, in the order in which they came up. */
  final class Table implements Content {
    private final Set<String> columns = new LinkedHashSet<>();
    private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();

    @Override
    public void add(Sample sample) {
      Map<String, @Nullable Object> row = FileBytes.row(sample);
      columns.addAll(row.keySet());
      rows.add(row);
    }

    @Override
    public byte[] bytes() {
      var text = new StringBuilder(CsvText.line(List.copyOf(columns)));
      for (Map<String, @Nullable Object> row : rows) {
        text.append(CsvText.line(columns.stream().map(c -> field(row.get(c))).toList()));
      }
      return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String field(@Nullable Object value) {
      return value == null ? "" : value.toString();
    }
  }

  /** A picture of pictures, a row for each label. */
  final class Sheet implements Content {
    private static final int COLUMNS = 20;

    private final SampleSpec spec;
    private final ContactSheet sheet;

    /** A sheet of pictures like a sample's. */
    Sheet(Sample first) {
      this.spec = Pictures.spec(first);
      this.sheet = new ContactSheet(spec, COLUMNS);
    }

    @Override
    public void add(Sample sample) {
      if (Pictures.spec(sample).equals(spec)) {
        String label = sample.fact("label");
        sheet.add(label == null ? "" : label, Pictures.tensor(sample));
      }
    }

    @Override
    public byte[] bytes() {
      return sheet.toPng();
    }
  }
}
