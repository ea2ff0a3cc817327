package dev.kiln.connect.prompt;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.connect.config.InContext;
import dev.kiln.connect.config.SettingException;
import dev.kiln.connect.config.Valid;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.Locale;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Width;

/** The settings of {@link PromptSourceConnector}. */
public final class PromptSourceConfig extends AbstractConfig {

  public static final String DIRECTORY = "directory";
  public static final String PATTERN = "pattern";
  public static final String FORMAT = "format";
  public static final String FILES = "files";
  public static final String TOPIC = "topic";
  public static final String KEY = "key";
  public static final String GENERATOR = "generator";
  public static final String REQUEST = "request";
  public static final String BAD_LINES = "bad.lines.topic";
  public static final String SCAN = "scan.interval.ms";
  public static final String BATCH = "batch";
  public static final String MAX_LINE = "max.line.bytes";

  /** Whether files come as a whole. */
  enum Arrival {
    FINISHED,
    TAILING
  }

  /** What a record's key is. */
  enum Key {
    LINE,
    FILE,
    REQUEST
  }

  private static final InContext CHECK = InContext.checkedBy(PromptSourceConfig::check);

  /** All settings. */
  public static final ConfigDef DEFINITION = definition();

  PromptSourceConfig(Map<String, ?> settings) {
    super(DEFINITION, settings, false);
  }

  /** Reads settings and checks them in the light of each other. */
  private static void check(Map<String, ?> settings) {
    new PromptSourceConfig(settings).defaults();
  }

  private static ConfigDef definition() {
    var definition = new ConfigDef();
    files(definition);
    records(definition);
    work(definition);
    return definition;
  }

  private static void files(ConfigDef definition) {
    String group = "Files";
    definition
        .define(
            DIRECTORY,
            ConfigDef.Type.STRING,
            ConfigDef.NO_DEFAULT_VALUE,
            Valid.readableDirectory(),
            HIGH,
            "The directory that files arrive in; every worker must see the same one. Files whose"
                + " names begin with a dot are left alone, and so are directories in it.",
            group,
            1,
            Width.LONG,
            "Directory")
        .define(
            PATTERN,
            ConfigDef.Type.STRING,
            "*",
            Valid.rule("a glob, such as *.jsonl or {a,b}*.txt", PromptSourceConfig::isGlob),
            MEDIUM,
            "Which files are read, as a glob over their names.",
            group,
            2,
            Width.MEDIUM,
            "Pattern")
        .define(
            FORMAT,
            ConfigDef.Type.STRING,
            Valid.spelling(FileFormat.AUTO),
            Valid.oneOf(FileFormat.class),
            MEDIUM,
            "What the files hold: jsonl is a request as a JSON object a line, csv has the names of"
                + " the request's fields in its first line (and row.NAME for columns of its row),"
                + " prompts is a prompt a line. auto goes by the name: .jsonl, .ndjson, .json;"
                + " .csv; .txt; other files are left alone.",
            group,
            3,
            Width.SHORT,
            "Format")
        .define(
            FILES,
            ConfigDef.Type.STRING,
            Valid.spelling(Arrival.FINISHED),
            Valid.oneOf(Arrival.class),
            MEDIUM,
            "How files come: finished ones are moved into the directory as a whole, and their last"
                + " line needs no line break; with tailing they grow, and a line counts once its"
                + " line break is there.",
            group,
            4,
            Width.SHORT,
            "Files");
  }

  private static void records(ConfigDef definition) {
    String group = "Requests";
    definition
        .define(
            TOPIC,
            ConfigDef.Type.STRING,
            ConfigDef.NO_DEFAULT_VALUE,
            Valid.topic(),
            HIGH,
            "The topic that requests go to, as JSON texts: give the connector"
                + " value.converter=org.apache.kafka.connect.storage.StringConverter.",
            group,
            1,
            Width.MEDIUM,
            "Topic")
        .define(
            KEY,
            ConfigDef.Type.STRING,
            Valid.spelling(Key.LINE),
            Valid.oneOf(Key.class),
            MEDIUM,
            "What a record's key is: line is file:line, which spreads the requests; file keeps the"
                + " requests of a file in order; request is the request's requestId.",
            group,
            2,
            Width.SHORT,
            "Key")
        .define(
            GENERATOR,
            ConfigDef.Type.STRING,
            "",
            null,
            MEDIUM,
            "The generator of requests that name none; prompts name none.",
            group,
            3,
            Width.MEDIUM,
            "Generator",
            CHECK)
        .define(
            REQUEST,
            ConfigDef.Type.STRING,
            "",
            null,
            LOW,
            "Fields that every request gets that does not have them, as a JSON object:"
                + " {\"steps\": 20, \"count\": 4}.",
            group,
            4,
            Width.LONG,
            "Request",
            CHECK)
        .define(
            BAD_LINES,
            ConfigDef.Type.STRING,
            "",
            Valid.topicOrEmpty(),
            MEDIUM,
            "The topic that lines go to which are no requests, with the headers kiln.error,"
                + " kiln.error.code, kiln.file and kiln.line; empty lets the task fail at the first.",
            group,
            5,
            Width.MEDIUM,
            "Topic of bad lines");
  }

  private static void work(ConfigDef definition) {
    String group = "Reading";
    definition
        .define(
            SCAN,
            ConfigDef.Type.LONG,
            1_000L,
            ConfigDef.Range.between(1, 3_600_000),
            LOW,
            "How often the directory is looked through, in milliseconds.",
            group,
            1,
            Width.SHORT,
            "Scan interval")
        .define(
            BATCH,
            ConfigDef.Type.INT,
            500,
            ConfigDef.Range.between(1, 100_000),
            LOW,
            "The most lines that are read at once; one transaction holds them.",
            group,
            2,
            Width.SHORT,
            "Batch")
        .define(
            MAX_LINE,
            ConfigDef.Type.INT,
            1_000_000,
            ConfigDef.Range.between(1_000, 100_000_000),
            LOW,
            "The longest line, in bytes; a longer one is a bad line.",
            group,
            3,
            Width.SHORT,
            "Longest line");
  }

  private static boolean isGlob(String pattern) {
    try {
      FileSystems.getDefault().getPathMatcher("glob:" + pattern);
      return !pattern.isBlank();
    } catch (PatternSyntaxException e) {
      return false;
    }
  }

  Path directory() {
    return Path.of(getString(DIRECTORY)).toAbsolutePath().normalize();
  }

  PathMatcher pattern() {
    return FileSystems.getDefault().getPathMatcher("glob:" + getString(PATTERN));
  }

  FileFormat format() {
    return FileFormat.valueOf(getString(FORMAT).toUpperCase(Locale.ROOT));
  }

  boolean filesGrow() {
    return getString(FILES).equals(Valid.spelling(Arrival.TAILING));
  }

  Key key() {
    return Key.valueOf(getString(KEY).toUpperCase(Locale.ROOT));
  }

  /**
   * What requests get that do not say otherwise.
   *
   * @throws SettingException if it cannot be in a request, or if prompts would have no generator
   */
  ObjectNode defaults() {
    ObjectNode defaults;
    try {
      defaults = RequestLines.defaults(getString(REQUEST));
    } catch (IllegalArgumentException e) {
      throw new SettingException(REQUEST, getString(REQUEST), e);
    }
    if (!getString(GENERATOR).isEmpty()) {
      defaults.put("generator", getString(GENERATOR));
    }
    if (format() == FileFormat.PROMPTS && !defaults.has("generator")) {
      throw new SettingException(
          GENERATOR,
          getString(GENERATOR),
          "must name a generator, since format=prompts names none");
    }
    return defaults;
  }
}
