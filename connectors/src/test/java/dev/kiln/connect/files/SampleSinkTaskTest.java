package dev.kiln.connect.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.connect.sample.SampleSchema;
import dev.kiln.generation.output.PngEncoder;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleSinkTaskTest {

  private static final long NOON = 1_795_262_400_000L; // 2026-11-21T12:00:00Z

  @TempDir Path root;

  @Test
  void aPictureIsAFileNamedByItsRecord() throws IOException {
    try (var sink =
        start(
            Map.of(
                "path",
                "{year}/{month}/{day}/{hour}/{topic}/{label}-{partition}-{offset}.{ext}"))) {
      byte[] png = png(120);
      sink.put(record(7, sample("png", List.of(1, 4, 4), png, "3")));

      assertThat(files()).containsOnlyKeys("2026/11/21/12/samples/3-0-7.png");
      assertThat(root.resolve("2026/11/21/12/samples/3-0-7.png")).hasBinaryContent(png);
      assertThat(sink.committable("samples", 0)).isEqualTo(8);
    }
  }

  @Test
  void aTensorBecomesAPictureOrAnArray() throws IOException {
    ByteBuffer raw = ByteBuffer.allocate(4 * 16).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 16; i++) {
      raw.putFloat(i == 5 ? 1f : -1f);
    }
    SinkRecord record = record(0, sample("raw", List.of(1, 4, 4), raw.array(), "3"));
    try (var sink = start(Map.of())) {
      sink.put(record);
    }
    try (var sink = start(Map.of("format", "npy"))) {
      sink.put(record);
    }

    assertThat(files()).containsOnlyKeys("samples/digits/0-0.npy", "samples/digits/0-0.png");
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(files().get("samples/digits/0-0.png")));
    assertThat(image.getRaster().getSample(1, 1, 0)).isEqualTo(255);
    assertThat(image.getRaster().getSample(0, 0, 0)).isZero();
    byte[] npy = files().get("samples/digits/0-0.npy");
    assertThat(npy).hasSize(128 + 64).endsWith(raw.array());
    assertThat(new String(npy, 10, 80, UTF_8))
        .startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 4, 4), }");
  }

  @Test
  void rowsFillAFileOverAnIntervalOfOffsets() {
    try (var sink = start(Map.of("rows.per.file", "3"))) {
      sink.put(row(3, 1), row(4, 2));
      assertThat(files()).isEmpty();
      assertThat(sink.committable("samples", 0)).isEqualTo(3);

      sink.put(row(5, 3), row(6, 4));
      assertThat(files()).containsOnlyKeys("samples/none/0-3.jsonl");
      assertThat(text("samples/none/0-3.jsonl")).isEqualTo("{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n");
      assertThat(sink.committable("samples", 0)).isEqualTo(6);
    }
  }

  @Test
  void anOpenFileIsWrittenOnceNothingComesAndItsOffsetsStayUncommitted() {
    try (var sink = start(Map.of("rows.per.file", "100"))) {
      sink.put(row(0, 1));
      assertThat(sink.committable("samples", 0)).isZero();
      assertThat(files()).isEmpty();
      assertThat(sink.committable("samples", 0)).isZero();
      assertThat(text("samples/none/0-0.jsonl")).isEqualTo("{\"n\":1}\n");

      sink.put(row(1, 2));
      sink.committable("samples", 0);
      sink.committable("samples", 0);
      assertThat(text("samples/none/0-0.jsonl")).isEqualTo("{\"n\":1}\n{\"n\":2}\n");
    }
  }

  @Test
  void csvHasAllColumnsThatAnyRowHas() {
    try (var sink = start(Map.of("format", "csv", "rows.per.file", "2"))) {
      sink.put(
          map(0, Map.of("name", "a \"b\", c")),
          map(1, new TreeMap<>(Map.of("age", 44, "name", "d"))));
    }

    assertThat(text("samples/none/0-0.csv")).isEqualTo("name,age\n\"a \"\"b\"\", c\",\nd,44\n");
  }

  @Test
  void aRestartFromTheCommittedOffsetWritesTheSameFilesAgain() {
    List<SinkRecord> records = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      records.add(row(i, i));
    }
    Map<String, String> settings = Map.of("rows.per.file", "10");
    Map<String, byte[]> whole;
    try (var sink = start(settings)) {
      sink.put(records);
      whole = files();
    }
    assertThat(whole).hasSize(2);
    deleteAll();

    long committed;
    try (var sink = start(settings)) {
      sink.put(records.subList(0, 17));
      committed = sink.committable("samples", 0);
      assertThat(committed).isEqualTo(10);
    }
    try (var sink = start(settings)) {
      sink.put(records.subList((int) committed, 25));
    }
    assertThat(files()).containsExactlyEntriesOf(whole);
  }

  @Test
  void whatNoFileCanHoldIsReportedAndTheRestGoesOn() {
    try (var sink = start(Map.of("format", "png"))) {
      sink.put(
          row(0, 1),
          record(1, sample("png", List.of(1, 4, 4), png(9), "3")),
          value(2, null),
          value(3, new byte[] {1, 2, 3}));

      assertThat(sink.reported())
          .containsExactly(
              "samples-0, offset 0: the sample is no picture: it has encoding json, dtype json and"
                  + " shape [1]",
              "samples-0, offset 2: A sample must be a struct, a map or bytes, the value is null",
              "samples-0, offset 3: The value is neither Avro in the wire format nor a PNG file, it"
                  + " has 3 bytes");
      assertThat(files()).containsOnlyKeys("samples/digits/0-1.png");
      assertThat(sink.committable("samples", 0)).isEqualTo(4);
    }
  }

  @Test
  void withoutAReporterTheTaskEndsAndSaysWhere() {
    try (var sink = new SinkHarness(settings(Map.of("format", "png")), false)) {
      assertThatThrownBy(() -> sink.put(row(5, 1)))
          .isInstanceOf(DataException.class)
          .hasMessageStartingWith("samples-0, offset 5: the sample is no picture");
    }
  }

  @Test
  void aStoreThatIsAwayIsAskedAgainAndNothingIsLost() throws IOException {
    try (var sink = start(Map.of("rows.per.file", "2"))) {
      Path inTheWay = Files.createFile(root.resolve("samples"));
      List<SinkRecord> batch = List.of(row(0, 1), row(1, 2), row(2, 3));
      assertThatThrownBy(() -> sink.put(batch)).isInstanceOf(RetriableException.class);
      assertThat(sink.committable("samples", 0)).isZero();

      Files.delete(inTheWay);
      sink.put(batch);
      sink.put(row(3, 4));

      assertThat(text("samples/none/0-0.jsonl")).isEqualTo("{\"n\":1}\n{\"n\":2}\n");
      assertThat(text("samples/none/0-2.jsonl")).isEqualTo("{\"n\":3}\n{\"n\":4}\n");
      assertThat(sink.committable("samples", 0)).isEqualTo(4);
    }
  }

  @Test
  void aSheetShowsThePicturesOfAnInterval() throws IOException {
    try (var sink = start(Map.of("sheet.every", "4"))) {
      for (int i = 0; i < 3; i++) {
        sink.put(record(i, sample("png", List.of(1, 4, 4), png(50 * i), String.valueOf(i))));
      }
      assertThat(sink.committable("samples", 0)).isZero();
      sink.put(record(3, sample("png", List.of(1, 4, 4), png(250), "2")));

      assertThat(sink.committable("samples", 0)).isEqualTo(4);
      BufferedImage sheet =
          ImageIO.read(new ByteArrayInputStream(files().get("sheets/samples/digits/0-0.png")));
      assertThat(sheet.getHeight()).isGreaterThan(sheet.getWidth());
    }
  }

  @Test
  void namesCannotLeaveTheStore() {
    try (var sink = start(Map.of("path", "{label}/{partition}-{offset}.{ext}"))) {
      sink.put(
          record(0, sample("png", List.of(1, 4, 4), png(1), "../../etc")),
          record(1, sample("png", List.of(1, 4, 4), png(1), "a/b")));
    }

    assertThat(files()).containsOnlyKeys("%2E.%2F..%2Fetc/0-0.png", "a%2Fb/0-1.png");
  }

  @Test
  void aRecordThatComesWithoutASchemaIsReadTheSame() throws IOException {
    byte[] png = png(77);
    Map<String, Object> value =
        Map.of(
            "generator",
            "digits",
            "encoding",
            "png",
            "shape",
            List.of(1, 4, 4),
            "data",
            Base64.getEncoder().encodeToString(png));
    try (var sink = start(Map.of())) {
      sink.put(value(0, value), value(1, png));
    }

    assertThat(root.resolve("samples/digits/0-0.png")).hasBinaryContent(png);
    assertThat(root.resolve("samples/none/0-1.png")).hasBinaryContent(png);
  }

  private SinkHarness start(Map<String, String> more) {
    return new SinkHarness(settings(more), true);
  }

  private Map<String, String> settings(Map<String, String> more) {
    Map<String, String> settings =
        new HashMap<>(Map.of("topics", "samples", "store", "dir:" + root));
    settings.putAll(more);
    return settings;
  }

  private static byte[] png(int grey) {
    var image = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSample(2, 1, 0, grey);
    return PngEncoder.write(image);
  }

  private static Struct sample(String encoding, List<Integer> shape, byte[] data, String label) {
    return new Struct(SampleSchema.SCHEMA)
        .put("requestId", "r")
        .put("generator", "digits")
        .put("version", "1")
        .put("hash", "h")
        .put("index", 0)
        .put("count", 1)
        .put("seed", 42L)
        .put("sampler", "direct")
        .put("steps", 1)
        .put("label", label)
        .put("encoding", encoding)
        .put("dtype", encoding.equals("raw") ? "float32" : "uint8")
        .put("shape", shape)
        .put("data", ByteBuffer.wrap(data));
  }

  private static SinkRecord row(long offset, int n) {
    return map(offset, Map.of("n", n));
  }

  private static SinkRecord map(long offset, Map<String, Object> columns) {
    return value(offset, columns);
  }

  private static SinkRecord record(long offset, Struct value) {
    return new SinkRecord(
        "samples", 0, null, null, value.schema(), value, offset, NOON, TimestampType.CREATE_TIME);
  }

  private static SinkRecord value(long offset, @Nullable Object value) {
    return new SinkRecord(
        "samples", 0, null, null, null, value, offset, NOON, TimestampType.CREATE_TIME);
  }

  private Map<String, byte[]> files() {
    Map<String, byte[]> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        found.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text(String path) {
    byte[] bytes = files().get(path);
    assertThat(bytes).as(path).isNotNull();
    return new String(bytes == null ? new byte[0] : bytes, UTF_8);
  }

  private void deleteAll() {
    files().keySet().forEach(path -> assertThat(root.resolve(path).toFile().delete()).isTrue());
  }
}
