package dev.kiln.export.data.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Customers of a shop that does not exist, drawn from a law that stands here: mixed columns that
 * depend on each other, with values missing where people would leave them out.
 *
 * <p>Income follows country and age, the plan follows income, orders follow plan and newsletter,
 * spend is what so many orders cost and 0 without any, and churn follows all of them.
 */
public final class DrawnCustomers {
  /** How many customers there are. */
  public static final int COUNT = 5_000;

  private static final List<String> HEADER =
      List.of(
          "country",
          "age",
          "income",
          "plan",
          "newsletter",
          "orders",
          "spend",
          "satisfaction",
          "churned");
  private static final String[] COUNTRIES = {"DE", "FR", "IT", "PL", "ES", "CH", "AT"};
  private static final double[] SHARES = {0.34, 0.20, 0.13, 0.11, 0.10, 0.07, 0.05};
  private static final double[] MEDIAN_INCOMES = {41e3, 36e3, 31e3, 21e3, 28e3, 68e3, 42e3};
  private static final double[] INCOME_UNKNOWN = {0.14, 0.06, 0.02};
  private static final String[] PLANS = {"free", "basic", "pro"};
  private static final double[] ORDERS = {1.2, 4, 9};

  private final RandomGenerator random;

  private DrawnCustomers(long seed) {
    this.random = new Random(seed * 31 + 5);
  }

  /** So many customers; the same seed draws the same. */
  public static TextTable of(long seed, int count) {
    DrawnCustomers law = new DrawnCustomers(seed);
    List<List<String>> rows = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      rows.add(law.row());
    }
    return new TextTable("customers", HEADER, rows);
  }

  private List<String> row() {
    int country = choose(SHARES);
    int age = (int) Math.min(90, 18 + 34 * Math.abs(normal()) * 0.75 + 4 * random.nextDouble());
    double career = Math.exp(-Math.pow((age - 50) / 26.0, 2)) + 0.35;
    double income = MEDIAN_INCOMES[country] * career * Math.exp(0.38 * normal());
    double wealth = Math.log(income / 30e3);
    int plan = choose(1, Math.exp(-0.3 + 0.9 * wealth), Math.exp(-1.3 + 1.6 * wealth));
    boolean newsletter = random.nextDouble() < logistic(-0.8 + 0.7 * plan - 0.02 * (age - 40));
    int orders = poisson(ORDERS[plan] * (newsletter ? 1.4 : 0.8) * Math.exp(0.25 * normal()));
    double basket = 24 * Math.exp(0.5 * wealth + (country == 5 ? 0.35 : 0));
    double spend = 0;
    for (int i = 0; i < orders; i++) {
      spend += basket * Math.exp(0.6 * normal());
    }
    double mood = 3.2 + 0.3 * plan + 0.9 * normal();
    long satisfaction = Math.round(Math.max(1, Math.min(5, mood)));
    double churn =
        0.9 - 0.22 * orders - 1.1 * (mood - 3) + (plan == 2 ? -0.4 : 0) + (age < 28 ? 0.9 : 0);
    return List.of(
        COUNTRIES[country],
        unless(0.03, Integer.toString(age)),
        unless(INCOME_UNKNOWN[plan], money(income)),
        PLANS[plan],
        Boolean.toString(newsletter),
        Integer.toString(orders),
        money(spend),
        unless(orders == 0 ? 0.6 : 0.12, Long.toString(satisfaction)),
        Boolean.toString(random.nextDouble() < logistic(churn)));
  }

  private String unless(double missing, String value) {
    return random.nextDouble() < missing ? "" : value;
  }

  private static String money(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  private double normal() {
    return random.nextGaussian();
  }

  private static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** An index, each as likely as its weight says. */
  private int choose(double... weights) {
    double total = 0;
    for (double weight : weights) {
      total += weight;
    }
    double left = random.nextDouble() * total;
    int index = 0;
    while (index < weights.length - 1 && left >= weights[index]) {
      left -= weights[index];
      index++;
    }
    return index;
  }

  /** A count with the given mean, by the product of uniform numbers (Knuth). */
  private int poisson(double mean) {
    double limit = Math.exp(-mean);
    double product = random.nextDouble();
    int count = 0;
    while (product > limit) {
      product *= random.nextDouble();
      count++;
    }
    return count;
  }
}
