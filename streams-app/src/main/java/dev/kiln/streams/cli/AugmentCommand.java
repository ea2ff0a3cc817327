package dev.kiln.streams.cli;

import dev.kiln.generation.engine.Engine;
import dev.kiln.streams.app.EngineGeneration;
import dev.kiln.streams.app.HttpService;
import dev.kiln.streams.app.KilnApp;
import dev.kiln.streams.app.KilnConfig;
import dev.kiln.streams.app.StartupException;
import dev.kiln.streams.augment.AugmentApp;
import dev.kiln.streams.augment.AugmentConfig;
import dev.kiln.streams.metrics.Meters;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./kiln augment}: tops up the rare classes of a labelled stream. */
@Command(
    name = "augment",
    description = {
      "Top up the rare classes of a labelled stream until SIGTERM or Ctrl-C.",
      "",
      "Counts the classes of a topic in windows, asks for samples of those that fall below their"
          + " target share, and writes the stream with the samples to another topic. Samples are"
          + " marked by headers, and stopped while they are unlike the real records.",
      "",
      "The file is that of ./kiln run, with options that begin with kiln.augment. beside the others;"
          + " docs/configuration.md lists them. Page, metrics and health are served as ./kiln run"
          + " serves them, unless another process serves the requests (kiln.augment.serve=false)."
    },
    footer = {"", "Example:", "  ./kiln augment --config app.properties"},
    sortOptions = false)
final class AugmentCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The app's properties.")
  private Path file = Path.of("app.properties");

  @Mixin HelpOption help = new HelpOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    Properties properties = AppProperties.read(file);
    try {
      var config = new AugmentConfig(properties);
      properties.keySet().removeIf(name -> String.valueOf(name).startsWith(AugmentConfig.PREFIX));
      return run(new KilnConfig(properties), config);
    } catch (ConfigException e) {
      throw new CommandFailedException(Errors.sentence(e), e);
    } catch (StartupException e) {
      throw new CommandFailedException(e.sentences(), e);
    }
  }

  private int run(KilnConfig kiln, AugmentConfig config)
      throws StartupException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    StopSignal signal = null;
    int code = 1;
    try (Meters meters = kiln.meters();
        Engine engine =
            Engines.open(
                kiln.models(),
                kiln.engine().withMetrics(meters.engine()),
                spec.commandLine().getErr());
        KilnApp app =
            config.serves() ? new KilnApp(kiln, new EngineGeneration(engine), meters) : null;
        HttpService http = app == null ? null : HttpService.start(kiln, engine, app, meters);
        AugmentApp augment = new AugmentApp(kiln, config, engine.generators())) {
      signal = StopSignal.install(augment::close);
      if (app != null) {
        app.start();
      }
      augment.start();
      if (!isUp(app, augment)) {
        throw new CommandFailedException("The app did not get to serve; the log says why.");
      }
      out.printf(
          "Augmenting %s into %s with %s%n",
          config.topics().get(0),
          config.topics().get(1),
          config.getString(AugmentConfig.GENERATOR));
      if (http != null) {
        http.link().ifPresent(link -> out.println("The page is at " + link));
      }
      out.flush();
      Optional<Throwable> why = augment.ended().get();
      if (why.isPresent()) {
        throw new CommandFailedException("The app ended: " + Errors.sentence(why.get()), why.get());
      }
      code = 0;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      if (signal != null) {
        signal.closed(code);
      }
    }
    out.println("Stopped.");
    out.flush();
    return code;
  }

  private static boolean isUp(@Nullable KilnApp app, AugmentApp augment)
      throws InterruptedException {
    return (app == null || app.awaitRunning(PATIENCE)) && augment.awaitRunning(PATIENCE);
  }
}
