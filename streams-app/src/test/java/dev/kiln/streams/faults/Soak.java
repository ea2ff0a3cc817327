package dev.kiln.streams.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kiln.streams.cli.KilnMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * One application process, as {@code ./kiln run} starts it, under a steady load for a long time,
 * and what it takes from the machine meanwhile. For one thread.
 */
final class Soak {

  private static final double SHARE = 0.8;
  private static final int WARM_UP_SECONDS = 30;
  private static final int CALIBRATION_SECONDS = 60;

  /** Never are more requests on their way than this. */
  private static final int WINDOW = 400;

  /** The heap has all its memory from the start, so that what grows is not it. */
  private static final List<String> JVM_OPTIONS =
      List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch");

  private static final Pattern LIVE = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

  private final Watch watch;
  private final Load load;
  private final ChildJvm app;
  private final SoakFigures figures = new SoakFigures();

  private Soak(Watch watch, Load load, ChildJvm app) {
    this.watch = watch;
    this.load = load;
    this.app = app;
  }

  /** Measures the capacity, then offers most of it for a while. */
  static SoakFigures of(Path directory, long seed, Duration length)
      throws IOException, InterruptedException {
    try (var rig = new Rig(directory, 2, Map.of())) {
      ChildJvm app = start(rig, directory.resolve("app"));
      try (var watch = Watch.start(rig.cluster().client(), rig.registry());
          var load = Load.start(rig.cluster().client(), rig.registry(), new Asks(seed), 1_000, 0)) {
        return new Soak(watch, load, app).run(length);
      } finally {
        app.kill();
      }
    }
  }

  private static ChildJvm start(Rig rig, Path directory) throws IOException {
    Files.createDirectories(directory);
    Properties properties = rig.properties();
    properties.setProperty("state.dir", directory.resolve("state").toString());
    Path file = directory.resolve("app.properties");
    try (var out = Files.newBufferedWriter(file)) {
      properties.store(out, null);
    }
    List<String> arguments = List.of("run", "--config", file.toString());
    Path log = directory.resolve("app.log");
    ChildJvm app = ChildJvm.start(directory, log, JVM_OPTIONS, KilnMain.class, arguments);
    Runtime.getRuntime().addShutdownHook(new Thread(app::kill, "app-end"));
    return app;
  }

  private SoakFigures run(Duration length) throws IOException, InterruptedException {
    load.pace(1_000, this::isInWindow);
    Awaitility.await("the first answer").atMost(Scene.PATIENCE).until(() -> watch.answered() > 0);
    pass(WARM_UP_SECONDS);
    int before = watch.answered();
    pass(CALIBRATION_SECONDS);
    double capacity = (watch.answered() - before) / (double) CALIBRATION_SECONDS;
    load.pace(capacity * SHARE, this::isInWindow);
    figures.begin(capacity, capacity * SHARE, watch.answered());
    long live = 0;
    long begin = System.nanoTime();
    for (double minute = 0; minute < length.toMinutes(); minute = minutesSince(begin)) {
      figures.add(minute, ProcessGauge.of(app.pid()), watch.answered());
      // To ask a process for its heap costs it some memory for good, so before anything is
      // compared.
      if (live == 0 && minute >= SoakFigures.SETTLED_MINUTE - 1) {
        live = liveBytes();
      }
      pass(5);
    }
    figures.live(live, liveBytes());
    load.finish(true);
    figures.unanswered(
        watch.awaitAll(load.sent().keySet(), Duration.ofMinutes(5))
            ? 0
            : load.sent().size() - watch.answered());
    return figures;
  }

  private boolean isInWindow() {
    return load.asked() - watch.answered() < WINDOW;
  }

  private void pass(int seconds) throws InterruptedException {
    load.pass(seconds * 1_000L);
    watch.check();
    if (!app.isAlive()) {
      throw new IllegalStateException("the application ended with code " + app.exitCode());
    }
  }

  /** What the heap holds after a full collection. */
  private long liveBytes() throws IOException, InterruptedException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process process =
        new ProcessBuilder(List.of(jcmd.toString(), Long.toString(app.pid()), "GC.class_histogram"))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    Matcher total = LIVE.matcher(said);
    if (process.waitFor() != 0 || !total.find()) {
      throw new IOException("jcmd says no size of the heap: " + said.strip());
    }
    return Long.parseLong(total.group(1));
  }

  private static double minutesSince(long nanos) {
    return (System.nanoTime() - nanos) / 60e9;
  }
}
