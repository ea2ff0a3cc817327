package dev.kiln.streams.cli;

import dev.kiln.generation.engine.CatalogWatch;
import dev.kiln.generation.engine.Engine;
import dev.kiln.streams.app.EngineGeneration;
import dev.kiln.streams.app.HttpService;
import dev.kiln.streams.app.KilnApp;
import dev.kiln.streams.app.KilnConfig;
import dev.kiln.streams.app.StartupCheck;
import dev.kiln.streams.app.StartupException;
import dev.kiln.streams.metrics.Meters;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./kiln run}: the app against any cluster. */
@Command(
    name = "run",
    description = {
      "Serve generation requests on a Kafka cluster until SIGTERM or Ctrl-C.",
      "",
      "The file holds Kiln's own options, which begin with kiln., and Kafka's under their own"
          + " names, security included; bootstrap.servers is the one that must be there. Without"
          + " kiln.models the generators that Kiln ships are served."
    },
    footer = {"", "Example:", "  ./kiln run --config app.properties --set num.stream.threads=2"},
    sortOptions = false)
final class RunCommand implements Callable<Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The app's properties.")
  private Path file = Path.of("app.properties");

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description = "One more of the app's properties, over those of the file; repeatable.")
  private Map<String, String> more = Map.of();

  @Mixin private AuthOption auth = new AuthOption();
  @Mixin HelpOption help = new HelpOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Properties properties = AppProperties.read(file);
    properties.putAll(more);
    auth.token().ifPresent(token -> properties.put(KilnConfig.HTTP_TOKEN, token));
    KilnConfig config = config(properties);
    int code = 1;
    StopSignal signal = null;
    CatalogWatch watch = null;
    try (Meters meters = config.meters();
        Engine engine = engine(config, meters);
        KilnApp app = new KilnApp(config, new EngineGeneration(engine), meters);
        HttpService http = HttpService.start(config, engine, app, meters)) {
      signal = StopSignal.install(app::close);
      app.start();
      watch = watch(engine, config);
      if (!app.awaitRunning(PATIENCE) && signal.requested().getCount() > 0) {
        throw new CommandFailedException("The app did not get to serve; the log says why.");
      }
      out.printf(
          "Serving %s from %s%n",
          engine.generators().stream()
              .map(card -> card.name() + " " + card.version())
              .collect(Collectors.joining(", ")),
          config.topics().requests());
      http.link().ifPresent(link -> out.println("The page is at " + link));
      out.flush();
      Optional<Throwable> why = app.awaitEnd();
      if (why.isPresent()) {
        throw new CommandFailedException("The app ended: " + Errors.sentence(why.get()), why.get());
      }
      code = 0;
    } catch (StartupException e) {
      throw new CommandFailedException(e.sentences(), e);
    } finally {
      if (watch != null) {
        watch.close();
      }
      if (signal != null) {
        signal.closed(code);
      }
    }
    out.println("Stopped.");
    out.flush();
    return code;
  }

  /**
   * Where no generator can serve, the rest is looked at all the same, so that all is told at once.
   */
  private Engine engine(KilnConfig config, Meters meters) {
    try {
      return Engines.open(
          config.models(),
          config.engine().withMetrics(meters.engine()),
          spec.commandLine().getErr());
    } catch (CommandFailedException e) {
      List<String> all = new ArrayList<>(e.sentences());
      try {
        all.addAll(new StartupCheck(config).look().problems());
      } catch (StartupException more) {
        all.addAll(more.sentences());
      }
      throw new CommandFailedException(all, e);
    }
  }

  private static @Nullable CatalogWatch watch(Engine engine, KilnConfig config) {
    return config.modelsPoll().isZero()
        ? null
        : CatalogWatch.start(
            engine, config.modelsPoll(), news -> LOG.info("Generators: {}.", news));
  }

  private static KilnConfig config(Properties properties) {
    try {
      return new KilnConfig(properties);
    } catch (ConfigException e) {
      throw new CommandFailedException(Errors.sentence(e), e);
    }
  }
}
