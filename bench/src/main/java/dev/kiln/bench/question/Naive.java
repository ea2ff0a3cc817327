package dev.kiln.bench.question;

import dev.kiln.bench.report.Latencies;
import dev.kiln.bench.report.Report;
import dev.kiln.bench.rig.Ask;
import dev.kiln.bench.rig.Client;
import dev.kiln.bench.rig.ClosedLoop;
import dev.kiln.bench.rig.Cluster;
import dev.kiln.bench.rig.KilnSide;
import dev.kiln.bench.rig.NaiveApp;
import dev.kiln.bench.rig.OpenLoop;

/**
 * Kiln against the app that one would write by hand: samples a second in a closed loop, and times
 * in an open loop at shares of what the hand-written app can do.
 */
@SuppressWarnings("try") // apps serve by being open
public final class Naive {

  private static final double[] LOADS = {0.1, 0.5, 0.8};

  private final Setting setting;
  private final Report report;
  private final int threads;

  /**
   * @param threads stream threads of the hand-written app
   */
  public Naive(Setting setting, Report report, int threads) {
    this.setting = setting;
    this.report = report;
    this.threads = threads;
  }

  /** Measures; takes about rounds x seconds x 9. */
  public void run() {
    report.fact("naiveThreads", threads);
    Ask ask = new Ask(setting.steps());
    try (Cluster cluster = Cluster.start();
        KilnSide kiln = KilnSide.start(cluster, setting.network(), Kilns.settings(setting));
        NaiveApp naive = NaiveApp.start(cluster, setting.network(), setting.provider(), threads);
        Client toKiln = kiln.client(cluster);
        Client toNaive = NaiveApp.client(cluster)) {
      ClosedLoop kilnLoop = new ClosedLoop(toKiln, ask, setting.open());
      ClosedLoop naiveLoop = new ClosedLoop(toNaive, ask, setting.open());
      kilnLoop.run(0, setting.warmUp());
      naiveLoop.run(0, setting.warmUp());
      for (int round = 1; round <= setting.rounds(); round++) {
        double byHand = naiveLoop.run(setting.warmSeconds(), setting.seconds()).perSecond();
        double ours = kilnLoop.run(setting.warmSeconds(), setting.seconds()).perSecond();
        report.measured("closed loop, naive samples/s", byHand);
        report.measured("closed loop, kiln samples/s", ours);
        report.measured("closed loop, kiln / naive", ours / byHand);
        report.say("round %d: naive %.1f/s, kiln %.1f/s, %.2f", round, byHand, ours, ours / byHand);
      }
      double capacity = report.figures("closed loop, naive samples/s").median();
      OpenLoop kilnOpen = new OpenLoop(toKiln, ask);
      OpenLoop naiveOpen = new OpenLoop(toNaive, ask);
      for (int round = 1; round <= setting.rounds(); round++) {
        for (double load : LOADS) {
          Latencies byHand = naiveOpen.run(load * capacity, setting.seconds(), round);
          Latencies ours = kilnOpen.run(load * capacity, setting.seconds(), round);
          compare(load, byHand, ours);
        }
      }
    }
  }

  private void compare(double load, Latencies byHand, Latencies ours) {
    String at = "open loop at %.0f%%, ".formatted(100 * load);
    report.measured(at + "naive p50 ms", byHand.percentile(0.5));
    report.measured(at + "kiln p50 ms", ours.percentile(0.5));
    report.measured(at + "naive p99 ms", byHand.percentile(0.99));
    report.measured(at + "kiln p99 ms", ours.percentile(0.99));
    report.measured(at + "naive / kiln p50", byHand.percentile(0.5) / ours.percentile(0.5));
  }
}
