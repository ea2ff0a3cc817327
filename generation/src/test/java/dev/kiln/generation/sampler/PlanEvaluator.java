package dev.kiln.generation.sampler;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/** Walks a plan in double precision: the oracle against which everything else is checked. */
final class PlanEvaluator {
  /** A network as a function of one value of the scaled sample and the timestep. */
  @FunctionalInterface
  interface Model {
    double predict(double x, double t);
  }

  /** A network that may also look at the row it is called for. */
  @FunctionalInterface
  interface RowModel {
    double predict(double x, PlanRow row);
  }

  private PlanEvaluator() {}

  /** The samples after each row, from x, with noise taken as given, one array for each use. */
  static List<double[]> walk(SamplingPlan plan, double[] x, Model model, Iterator<double[]> noise) {
    return walk(plan, x, model, noise::next);
  }

  static List<double[]> walk(
      SamplingPlan plan, double[] start, Model model, Supplier<double[]> noise) {
    return walkRows(plan, start, (x, row) -> model.predict(x, row.t()), noise);
  }

  static List<double[]> walkRows(
      SamplingPlan plan, double[] start, RowModel model, Supplier<double[]> noise) {
    int n = start.length;
    double[] x = start.clone();
    double[] y = new double[n];
    double[][] d = new double[4][n];
    List<double[]> trajectory = new ArrayList<>();
    for (PlanRow row : plan.rows()) {
      double[] z = row.usesNoise() ? noise.get() : new double[n];
      Double clip = row.clip();
      double[][] pushed = {new double[n], d[0], d[1], d[2]};
      double[] nextX = new double[n];
      double[] nextY = y.clone();
      for (int i = 0; i < n; i++) {
        double m = model.predict(row.inputScale() * x[i], row);
        double value = row.toDx() * x[i] + row.toDm() * m;
        pushed[0][i] = clip == null ? value : Math.max(-clip, Math.min(clip, value));
        nextX[i] = form(row.a(), x[i], y[i], m, pushed, i, z[i]);
        Coefficients saved = row.y();
        if (saved != null) {
          nextY[i] = form(saved, x[i], y[i], m, pushed, i, z[i]);
        }
      }
      x = nextX;
      y = nextY;
      d = pushed;
      trajectory.add(x.clone());
    }
    return trajectory;
  }

  private static double form(
      Coefficients c, double x, double y, double m, double[][] d, int i, double z) {
    return c.x() * x
        + c.y() * y
        + c.m() * m
        + c.d0() * d[0][i]
        + c.d1() * d[1][i]
        + c.d2() * d[2][i]
        + c.d3() * d[3][i]
        + c.noise() * z;
  }
}
