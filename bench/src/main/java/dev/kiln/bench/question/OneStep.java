package dev.kiln.bench.question;

import dev.kiln.bench.report.Report;
import dev.kiln.bench.rig.Ask;
import dev.kiln.bench.rig.BareLoop;
import dev.kiln.bench.rig.Client;
import dev.kiln.bench.rig.ClosedLoop;
import dev.kiln.bench.rig.Cluster;
import dev.kiln.bench.rig.KilnSide;
import dev.kiln.bench.rig.PassThrough;

/**
 * What a record costs where the network costs next to nothing: a generator of one step at full rate
 * against a topology that only passes records through. The network's own time, as a bare loop takes
 * it, is subtracted.
 */
@SuppressWarnings("try") // apps serve by being open
public final class OneStep {

  private final Setting setting;
  private final Report report;

  public OneStep(Setting setting, Report report) {
    this.setting = setting;
    this.report = report;
  }

  /** Measures; takes about rounds x seconds x 4. */
  public void run() {
    BareLoop.Shape shape = BareLoop.best(setting.network(), setting.provider());
    Ask ask = new Ask(1);
    report.fact("open", setting.open());
    try (Cluster cluster = Cluster.start();
        KilnSide kiln = KilnSide.start(cluster, setting.network(), Kilns.settings(setting));
        PassThrough pass = new PassThrough(cluster, answerBytes());
        Client toKiln = kiln.client(cluster);
        Client toPass = pass.client(cluster);
        BareLoop bare = new BareLoop(setting.network(), setting.provider(), shape)) {
      ClosedLoop kilnLoop = new ClosedLoop(toKiln, ask, setting.open());
      ClosedLoop passLoop = new ClosedLoop(toPass, ask, setting.open());
      kilnLoop.run(0, setting.warmUp());
      passLoop.run(0, setting.warmUp());
      for (int round = 1; round <= setting.rounds(); round++) {
        double network = bare.run(setting.seconds() / 4);
        double through = passLoop.run(setting.warmSeconds(), setting.seconds()).perSecond();
        double ours = kilnLoop.run(setting.warmSeconds(), setting.seconds()).perSecond();
        double without = 1 / (1 / ours - 1 / network);
        report.measured("network alone calls/s", network);
        report.measured("pass-through records/s", through);
        report.measured("kiln samples/s", ours);
        report.measured("kiln without its network samples/s", without);
        report.measured("kiln without its network / pass-through", without / through);
        report.say(
            "round %d: pass-through %.0f/s, kiln %.0f/s, without its network %.0f/s, %.2f",
            round, through, ours, without, without / through);
      }
    }
  }

  /** A sample's tensor and what a record says about it. */
  private int answerBytes() {
    return setting.network().size() * Float.BYTES + 400;
  }
}
