package dev.kiln.streams.app;

import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.Range.atLeast;
import static org.apache.kafka.common.config.ConfigDef.Range.between;

import dev.kiln.generation.call.CallLimits;
import dev.kiln.generation.card.DirectoryLimits;
import dev.kiln.generation.engine.EngineOptions;
import dev.kiln.generation.network.NetworkLoader;
import dev.kiln.generation.network.OnnxNetwork;
import dev.kiln.generation.network.OnnxOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/** The part of the configuration that the engine gets. */
final class EngineSettings {

  static final String PROVIDER = "kiln.provider";
  static final String DEVICE = "kiln.device";
  static final String CALL_ROWS = "kiln.call.max.rows";
  static final String CALL_LIMIT = "kiln.call.limit.ms";
  static final String CUSTOM_OPERATORS = "kiln.custom.operators";
  static final String CARD_BYTES = "kiln.generator.max.card.bytes";
  static final String NETWORK_BYTES = "kiln.generator.max.network.bytes";
  static final String VOCABULARY_BYTES = "kiln.generator.max.vocabulary.bytes";
  static final String STAGES = "kiln.generator.max.stages";
  static final String ROW_VALUES = "kiln.generator.max.row.values";
  static final String LOADING = "kiln.generator.load.timeout.ms";

  /** Below the state directory: which generator is being loaded. */
  private static final String JOURNAL = "kiln-loading";

  /** Below the state directory: what calls of networks cost here. */
  private static final String PROFILES = "kiln-profiles";

  /** So many calls' rows may be in progress; what is beyond waits without memory. */
  private static final int LIVE_CALLS = 4;

  private static final Pattern DEVICE_NUMBER = Pattern.compile("\\d{1,4}");

  private EngineSettings() {}

  /** Adds the engine's options. */
  static ConfigDef define(ConfigDef definition) {
    DirectoryLimits limits = DirectoryLimits.defaults();
    return definition
        .define(
            PROVIDER,
            ConfigDef.Type.STRING,
            "cpu",
            ValidString.in("cpu", "cuda"),
            MEDIUM,
            "Where networks run: cpu, or cuda in a build with -Pgpu.")
        .define(
            DEVICE,
            ConfigDef.Type.LIST,
            "0",
            ConfigDef.LambdaValidator.with(EngineSettings::checkDevices, () -> "device numbers"),
            MEDIUM,
            "The number of the CUDA device, or several, apart by commas: then each network is on all"
                + " of them, and each step of a sample runs on whichever is free.")
        .define(
            CALL_ROWS,
            ConfigDef.Type.INT,
            128,
            between(3, 65_536),
            MEDIUM,
            "The most rows of one call of a network. How many it carries at most, how many calls run"
                + " side by side, and with how many threads, is measured at the first start on a"
                + " device and kept in the state directory.")
        .define(
            CALL_LIMIT,
            ConfigDef.Type.LONG,
            CallLimits.defaults().longest().toMillis(),
            between(1, 86_400_000),
            MEDIUM,
            "How long one call of a network may take, in milliseconds, before it is stopped; less"
                + " for a network whose calls are known to be short.")
        .define(
            CUSTOM_OPERATORS,
            ConfigDef.Type.LIST,
            "",
            MEDIUM,
            "Libraries of custom operators that networks may use, by file name, apart by commas."
                + " They are code that runs in this process; none is loaded that is not named here.")
        .define(
            CARD_BYTES,
            ConfigDef.Type.INT,
            limits.cardBytes(),
            atLeast(1),
            LOW,
            "The largest generator.json, in bytes.")
        .define(
            NETWORK_BYTES,
            ConfigDef.Type.INT,
            limits.networkBytes(),
            between(1, DirectoryLimits.LARGEST_FILE),
            LOW,
            "The largest network file, in bytes.")
        .define(
            VOCABULARY_BYTES,
            ConfigDef.Type.INT,
            limits.vocabularyBytes(),
            atLeast(1),
            LOW,
            "The largest vocabulary, in bytes.")
        .define(
            STAGES,
            ConfigDef.Type.INT,
            limits.stages(),
            atLeast(1),
            LOW,
            "The most stages of a generator.")
        .define(
            ROW_VALUES,
            ConfigDef.Type.INT,
            limits.rowValues(),
            atLeast(1),
            LOW,
            "The most values of one row of a network's input or output; a call carries up to"
                + " kiln.call.max.rows of them, of four bytes a value.")
        .define(
            LOADING,
            ConfigDef.Type.LONG,
            limits.loading().toMillis(),
            atLeast(1),
            LOW,
            "How long ONNX Runtime may take to load a network, in milliseconds.");
  }

  private static void checkDevices(String name, Object value) {
    List<?> numbers = (List<?>) value;
    if (numbers.isEmpty()
        || !numbers.stream().allMatch(each -> DEVICE_NUMBER.matcher(each.toString()).matches())
        || numbers.stream().distinct().count() < numbers.size()) {
      throw new ConfigException(
          name, value, "must be device numbers from 0 to 9999, each once, apart by commas");
    }
  }

  private static List<NetworkLoader> devices(AbstractConfig config) {
    var provider =
        OnnxOptions.Provider.valueOf(config.getString(PROVIDER).toUpperCase(Locale.ROOT));
    List<String> numbers = config.getList(DEVICE);
    if (provider == OnnxOptions.Provider.CPU && numbers.size() > 1) {
      throw new ConfigException(
          DEVICE, numbers, "the CPU is one device; several are for " + PROVIDER + "=cuda");
    }
    int cores = Runtime.getRuntime().availableProcessors();
    List<Path> operators = config.getList(CUSTOM_OPERATORS).stream().map(Path::of).toList();
    return numbers.stream()
        .map(number -> new OnnxOptions(provider, Integer.parseInt(number), cores, operators))
        .map(OnnxNetwork::loader)
        .toList();
  }

  /**
   * How the engine is to run.
   *
   * @param stateDirectory where to remember which generator is being loaded
   */
  static EngineOptions options(AbstractConfig config, Path stateDirectory) {
    List<NetworkLoader> devices = devices(config);
    int rows = config.getInt(CALL_ROWS);
    return EngineOptions.defaults()
        .withDevices(devices)
        .withRows(rows, LIVE_CALLS * rows * devices.size())
        .withProfiles(stateDirectory.resolve(PROFILES))
        .withCallLimits(CallLimits.of(Duration.ofMillis(config.getLong(CALL_LIMIT))))
        .withLoadJournal(stateDirectory.resolve(JOURNAL))
        .withDirectoryLimits(
            new DirectoryLimits(
                config.getInt(CARD_BYTES),
                config.getInt(NETWORK_BYTES),
                config.getInt(VOCABULARY_BYTES),
                config.getInt(STAGES),
                config.getInt(ROW_VALUES),
                Duration.ofMillis(config.getLong(LOADING))));
  }
}
