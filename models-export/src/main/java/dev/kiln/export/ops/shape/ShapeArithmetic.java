package dev.kiln.export.ops.shape;

import dev.kiln.export.ops.Arithmetic;

/** Shapes of arithmetic. */
interface ShapeArithmetic extends Arithmetic<Dims>, Checking {
  @Override
  default Dims add(Dims a, Dims b) {
    return pair("add", a, b);
  }

  @Override
  default Dims subtract(Dims a, Dims b) {
    return pair("subtract", a, b);
  }

  @Override
  default Dims multiply(Dims a, Dims b) {
    return pair("multiply", a, b);
  }

  @Override
  default Dims divide(Dims a, Dims b) {
    return pair("divide", a, b);
  }

  @Override
  default Dims maximum(Dims a, Dims b) {
    return pair("maximum", a, b);
  }

  @Override
  default Dims minimum(Dims a, Dims b) {
    return pair("minimum", a, b);
  }

  @Override
  default Dims scale(Dims x, double factor) {
    return check("scale").floats(x);
  }

  @Override
  default Dims shift(Dims x, double amount) {
    return check("shift").floats(x);
  }

  @Override
  default Dims power(Dims x, double exponent) {
    return check("power").floats(x);
  }

  @Override
  default Dims clip(Dims x, double low, double high) {
    Check check = check("clip");
    check.require(low <= high, "the lower limit " + low + " is above the upper limit " + high);
    return check.floats(x);
  }

  @Override
  default Dims negate(Dims x) {
    return check("negate").floats(x);
  }

  @Override
  default Dims abs(Dims x) {
    return check("abs").floats(x);
  }

  @Override
  default Dims sign(Dims x) {
    return check("sign").floats(x);
  }

  @Override
  default Dims square(Dims x) {
    return check("square").floats(x);
  }

  @Override
  default Dims sqrt(Dims x) {
    return check("sqrt").floats(x);
  }

  @Override
  default Dims rsqrt(Dims x) {
    return check("rsqrt").floats(x);
  }

  @Override
  default Dims reciprocal(Dims x) {
    return check("reciprocal").floats(x);
  }

  @Override
  default Dims exp(Dims x) {
    return check("exp").floats(x);
  }

  @Override
  default Dims log(Dims x) {
    return check("log").floats(x);
  }

  @Override
  default Dims sin(Dims x) {
    return check("sin").floats(x);
  }

  @Override
  default Dims cos(Dims x) {
    return check("cos").floats(x);
  }

  @Override
  default Dims erf(Dims x) {
    return check("erf").floats(x);
  }

  @Override
  default Dims floor(Dims x) {
    return check("floor").floats(x);
  }

  @Override
  default Dims round(Dims x) {
    return check("round").floats(x);
  }

  @Override
  default Dims greater(Dims a, Dims b) {
    return comparison("greater", a, b);
  }

  @Override
  default Dims less(Dims a, Dims b) {
    return comparison("less", a, b);
  }

  @Override
  default Dims equal(Dims a, Dims b) {
    return comparison("equal", a, b);
  }

  @Override
  default Dims and(Dims a, Dims b) {
    return truths("and", a, b);
  }

  @Override
  default Dims or(Dims a, Dims b) {
    return truths("or", a, b);
  }

  @Override
  default Dims not(Dims a) {
    check("not").element(Element.TRUTH, "a", a);
    return a;
  }

  @Override
  default Dims where(Dims condition, Dims yes, Dims no) {
    Check check = check("where");
    check.element(Element.TRUTH, "condition", condition);
    check.element(yes.element(), "no", no);
    Dims values = yes.with(check.broadcast("yes", yes, "no", no));
    return yes.with(check.broadcast("condition", condition, "the values", values));
  }

  @Override
  default Dims toFloat(Dims x) {
    return x.of(Element.FLOAT);
  }

  @Override
  default Dims toIndices(Dims x) {
    return x.of(Element.WHOLE);
  }

  private Dims pair(String operation, Dims a, Dims b) {
    Check check = check(operation);
    check.element(Element.FLOAT, "a", a);
    check.element(Element.FLOAT, "b", b);
    return a.with(check.broadcast("a", a, "b", b));
  }

  private Dims comparison(String operation, Dims a, Dims b) {
    Check check = check(operation);
    check.require(
        a.element() != Element.TRUTH, "a " + a + " holds truth values, which have no order");
    check.element(a.element(), "b", b);
    return new Dims(Element.TRUTH, check.broadcast("a", a, "b", b));
  }

  private Dims truths(String operation, Dims a, Dims b) {
    Check check = check(operation);
    check.element(Element.TRUTH, "a", a);
    check.element(Element.TRUTH, "b", b);
    return a.with(check.broadcast("a", a, "b", b));
  }
}
