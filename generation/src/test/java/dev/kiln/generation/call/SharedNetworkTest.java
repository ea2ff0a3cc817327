package dev.kiln.generation.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharedNetworkTest {

  private final List<Fake> opened = new ArrayList<>();
  private final SharedNetwork shared =
      new SharedNetwork(
          () -> {
            opened.add(new Fake());
            return opened.get(opened.size() - 1);
          });

  private static final class Fake implements Network {
    private int closed;

    @Override
    public Signature signature() {
      return new Signature(Map.of(), Map.of());
    }

    @Override
    public NetworkBatch newBatch(int capacity) {
      throw new IllegalStateException("nobody asks for one");
    }

    @Override
    public void close() {
      closed++;
    }
  }

  @Test
  void isOpenOnceForAllAndClosedByTheLast() throws Exception {
    Network one = shared.open();
    Network two = shared.open();

    assertThat(opened).hasSize(1);
    one.close();
    assertThat(opened.get(0).closed).isZero();
    two.close();
    assertThat(opened.get(0).closed).isOne();
  }

  @Test
  void oneThatSomebodyGaveUpIsNotHandedOutAgain() throws Exception {
    Network broken = shared.open();
    Network other = shared.open();
    broken.close();

    Network fresh = shared.open();

    assertThat(opened).hasSize(2);
    other.close();
    fresh.close();
    assertThat(opened).allSatisfy(each -> assertThat(each.closed).isOne());
  }
}
