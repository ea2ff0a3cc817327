package dev.kiln.connect.files;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import dev.kiln.connect.config.InContext;
import dev.kiln.connect.config.SettingException;
import dev.kiln.connect.config.Valid;
import java.math.BigInteger;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The settings of {@link SampleSinkConnector}. */
public final class SampleSinkConfig extends AbstractConfig {

  static final String FILES = "Files";

  public static final String PATH = "path";
  public static final String FORMAT = "format";
  public static final String ROWS = "rows.per.file";
  public static final String SHEET = "sheet.every";
  public static final String THREADS = "write.threads";

  private static final String TOPICS = "topics";
  private static final String TOPICS_REGEX = "topics.regex";
  private static final InContext CHECK = InContext.checkedBy(SampleSinkConfig::check);

  /** All settings. */
  public static final ConfigDef DEFINITION = definition();

  SampleSinkConfig(Map<String, ?> settings) {
    super(DEFINITION, settings, false);
  }

  static void check(Map<String, ?> settings) {
    var config = new SampleSinkConfig(settings);
    StoreSettings.of(config);
    config.plan();
  }

  private static ConfigDef definition() {
    var definition = new ConfigDef();
    files(definition);
    StoreSettings.define(definition, CHECK);
    RegistrySettings.define(definition, CHECK);
    return definition;
  }

  private static void files(ConfigDef definition) {
    String group = FILES;
    definition
        .define(
            PATH,
            ConfigDef.Type.STRING,
            "{topic}/{generator}/{partition}-{offset}.{ext}",
            null,
            MEDIUM,
            "The name of a sample's file in the store. Variables: {topic}, {partition},"
                + " {offset}, {key}, {year}, {month}, {day}, {hour} (of the record, in UTC),"
                + " {generator}, {version}, {label}, {prompt}, {seed}, {index}, {requestId}, {ext}."
                + " No two samples may share a name: it needs {partition} and {offset}, or for"
                + " formats with a file a sample {requestId} and {index}, which makes one file of a"
                + " sample that was delivered twice.",
            group,
            2,
            Width.LONG,
            "Path",
            CHECK)
        .define(
            FORMAT,
            ConfigDef.Type.STRING,
            Valid.spelling(FileFormat.AUTO),
            Valid.oneOf(FileFormat.class),
            MEDIUM,
            "What files hold: png and npy (NumPy) have a file a sample; jsonl and csv collect many,"
                + " and csv only rows. auto is png for pictures, jsonl for rows, npy for everything"
                + " else.",
            group,
            3,
            Width.SHORT,
            "Format",
            CHECK)
        .define(
            ROWS,
            ConfigDef.Type.INT,
            1_000,
            ConfigDef.Range.between(1, 1_000_000),
            LOW,
            "For jsonl and csv: over how many offsets of a partition a file goes. Offsets are"
                + " committed up to the start of the file that is still open.",
            group,
            4,
            Width.SHORT,
            "Rows per file")
        .define(
            SHEET,
            ConfigDef.Type.INT,
            0,
            ConfigDef.Range.between(0, 10_000),
            LOW,
            "Over how many offsets of a partition a contact sheet of its pictures goes, below"
                + " sheets/; 0 makes none. Offsets are committed up to the start of the sheet that"
                + " is still open.",
            group,
            5,
            Width.SHORT,
            "Contact sheet every",
            CHECK)
        .define(
            THREADS,
            ConfigDef.Type.INT,
            4,
            ConfigDef.Range.between(1, 64),
            LOW,
            "How many files a task writes at a time.",
            group,
            6,
            Width.SHORT,
            "Write threads");
  }

  /**
   * How files are made and named.
   *
   * @throws SettingException if a key cannot be as it is
   */
  Lane.Plan plan() {
    FileFormat format = format();
    int sheet = getInt(SHEET);
    if (sheet > 0 && (format == FileFormat.CSV)) {
      throw new SettingException(SHEET, sheet, "must be 0 with format=csv: rows are no pictures");
    }
    return new Lane.Plan(
        new SampleReader(RegistrySettings.samples(this)), format, template(), getInt(ROWS), sheet);
  }

  /** Every how many offsets files begin: where offsets can be set to. */
  long interval() {
    long rows = format() == FileFormat.PNG || format() == FileFormat.NPY ? 1 : getInt(ROWS);
    long sheet = Math.max(1, getInt(SHEET));
    return rows / BigInteger.valueOf(rows).gcd(BigInteger.valueOf(sheet)).longValue() * sheet;
  }

  int threads() {
    return getInt(THREADS);
  }

  FileFormat format() {
    return FileFormat.valueOf(getString(FORMAT).toUpperCase(Locale.ROOT));
  }

  /**
   * The template of names.
   *
   * @throws SettingException if it is none, or if two samples could share a name
   */
  PathTemplate template() {
    String text = getString(PATH);
    PathTemplate template;
    try {
      template = new PathTemplate(text);
    } catch (IllegalArgumentException e) {
      throw new SettingException(PATH, text, e);
    }
    boolean aFileASample = format() == FileFormat.PNG || format() == FileFormat.NPY;
    if (aFileASample && template.tellsSamplesApart()) {
      return template;
    }
    if (!template.tellsOffsetsApart()) {
      throw new SettingException(
          PATH,
          text,
          "could give two samples the same name; it needs {partition} and {offset}"
              + (aFileASample ? ", or {requestId} and {index}" : ""));
    }
    if (readsManyTopics() && !template.variables().contains("topic")) {
      throw new SettingException(
          PATH, text, "could give samples of two topics the same name; it needs {topic}");
    }
    return template;
  }

  private boolean readsManyTopics() {
    Object topics = originals().get(TOPICS);
    return originals().get(TOPICS_REGEX) != null
        || (topics != null && topics.toString().contains(","));
  }
}
