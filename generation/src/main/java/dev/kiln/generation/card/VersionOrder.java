package dev.kiln.generation.card;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Orders versions as people count: 2 before 10, 1.9 before 1.10. */
final class VersionOrder implements Comparator<String>, Serializable {

  private static final long serialVersionUID = 1L;
  private static final Pattern PART = Pattern.compile("\\d+|\\D+");

  @Override
  public int compare(String left, String right) {
    Matcher a = PART.matcher(left);
    Matcher b = PART.matcher(right);
    while (true) {
      boolean moreA = a.find();
      boolean moreB = b.find();
      if (!moreA || !moreB) {
        return Boolean.compare(moreA, moreB);
      }
      int order = comparePart(a.group(), b.group());
      if (order != 0) {
        return order;
      }
    }
  }

  private static int comparePart(String a, String b) {
    boolean numbers = Character.isDigit(a.charAt(0)) && Character.isDigit(b.charAt(0));
    return numbers ? new BigInteger(a).compareTo(new BigInteger(b)) : a.compareTo(b);
  }
}
