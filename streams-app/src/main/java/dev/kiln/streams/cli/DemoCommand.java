package dev.kiln.streams.cli;

import dev.kiln.generation.engine.Engine;
import dev.kiln.generation.engine.EngineOptions;
import dev.kiln.streams.app.KilnConfig;
import dev.kiln.streams.app.StartupException;
import dev.kiln.streams.demo.Demo;
import dev.kiln.streams.demo.DemoOptions;
import dev.kiln.streams.demo.DemoPorts;
import dev.kiln.streams.demo.augment.AugmentDemo;
import dev.kiln.streams.metrics.Meters;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./kiln demo}: records become pictures through a real broker. */
@Command(
    name = "demo",
    description = {
      "Watch records become pictures through a real Kafka broker.",
      "",
      "Starts a broker, a schema registry and the app, all on this machine only, and sends a mix of"
          + " requests through them, broken ones among them. Every sample becomes a PNG file, every"
          + " generator a contact sheet, and a table says how long it took.",
      "",
      "Ends with exit code 0 if every valid request was answered exactly once and every broken one"
          + " explained."
    },
    footer = {"", "Example:", "  ./kiln demo --exit"},
    sortOptions = false)
final class DemoCommand implements Callable<Integer> {

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "kiln-demo",
      description = "Where pictures, report.json and the log go (default: ${DEFAULT-VALUE}).")
  private Path out = Path.of("kiln-demo");

  @Option(
      names = "--requests",
      paramLabel = "N",
      defaultValue = "200",
      description = "How many requests, broken ones included (default: ${DEFAULT-VALUE}).")
  private int requests;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "8",
      description = "How many requests may be open at once (default: ${DEFAULT-VALUE}).")
  private int inFlight;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "7",
      description = "The seed of the mix (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--exit",
      description = "End after the report, instead of staying up for requests by hand.")
  private boolean exit;

  @Option(
      names = "--augment",
      description = {
        "Another demo: a file of prompts goes through Kafka Connect to pictures, and a labelled"
            + " stream with a rare class through the augmentation; then classifiers show what the"
            + " added samples are worth. Needs the source tree."
      })
  private boolean augment;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "With --augment: real digits, as IDX files such as MNIST's.")
  private @Nullable Path data;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Where the page is (default: 8080, or another where that is taken).")
  private @Nullable Integer port;

  @Option(
      names = "--broker-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Where the broker listens; 0 takes any free port (default: ${DEFAULT-VALUE}).")
  private int brokerPort;

  @Option(
      names = "--registry-port",
      paramLabel = "PORT",
      defaultValue = "0",
      description =
          "Where the schema registry listens; 0 takes any free port (default: ${DEFAULT-VALUE}).")
  private int registryPort;

  @Option(
      names = "--no-browser",
      description =
          "Open no browser. One is opened only where there is a desktop and a terminal, and neither"
              + " with --exit nor with --auth, whose token others would see among the processes.")
  private boolean noBrowser;

  @Mixin private AuthOption auth = new AuthOption();
  @Mixin private ModelsOption models = new ModelsOption();
  @Mixin HelpOption help = new HelpOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    DemoOptions options = options();
    Path directory = models.directory();
    Files.createDirectories(out);
    Logs.toFile(out.resolve("kiln.log"));
    StopSignal signal = StopSignal.install(() -> {});
    int code = 1;
    try (Meters meters = Meters.create().withJvm();
        Engine engine =
            Engines.open(
                directory,
                EngineOptions.defaults().withMetrics(meters.engine()),
                spec.commandLine().getErr())) {
      PrintStream stdout = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      boolean terminal = System.getenv("KILN_TERMINAL") != null;
      if (augment) {
        code = augmented(engine, stdout, signal) ? 0 : 1;
        return code;
      }
      boolean visit = terminal && !noBrowser && !exit && !http().containsKey(KilnConfig.HTTP_TOKEN);
      Demo demo =
          new Demo(
              options,
              engine,
              meters,
              stdout,
              terminal,
              signal.requested(),
              visit ? Browser.ofThisDesktop()::open : link -> {});
      code = demo.run().passed() ? 0 : 1;
    } catch (StartupException | IllegalStateException e) {
      boolean stopped = signal.requested().getCount() == 0;
      throw new CommandFailedException(
          stopped ? "stopped before it was finished" : Errors.sentence(e), e);
    } finally {
      signal.closed(code);
    }
    return code;
  }

  private boolean augmented(Engine engine, PrintStream stdout, StopSignal signal)
      throws StartupException, IOException, InterruptedException {
    String home = System.getenv("KILN_HOME");
    Path tree = Path.of(home == null ? "." : home);
    return new AugmentDemo(tree, out, data, seed, engine, stdout, signal.requested())
        .run()
        .passed();
  }

  private Map<String, String> http() {
    Map<String, String> http = new TreeMap<>();
    if (port != null) {
      http.put(KilnConfig.HTTP_PORT, port.toString());
    }
    auth.token().ifPresent(token -> http.put(KilnConfig.HTTP_TOKEN, token));
    return http;
  }

  private DemoPorts ports() {
    return new DemoPorts(brokerPort, registryPort);
  }

  private DemoOptions options() {
    try {
      return new DemoOptions(out, requests, inFlight, seed, exit, ports(), http());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), Errors.sentence(e), e);
    }
  }
}
