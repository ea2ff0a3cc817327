package dev.kiln.generation.engine;

import dev.kiln.generation.network.FakeNetwork;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.NetworkException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Writes down which labels each call of a network carries; the first call waits at a gate. */
final class CallLog implements FakeNetwork.Before {

  private final CountDownLatch gate = new CountDownLatch(1);
  private final List<List<Long>> calls = new CopyOnWriteArrayList<>();

  void open() {
    gate.countDown();
  }

  @Override
  public void call(NetworkBatch batch, int rows) throws NetworkException {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new NetworkException("interrupted", e);
    }
    List<Long> labels = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      labels.add(batch.longs("label").get(row));
    }
    calls.add(labels);
  }

  /** The labels of each call so far. */
  List<List<Long>> calls() {
    return List.copyOf(calls);
  }

  /** The numbers of the calls that carried a label. */
  List<Integer> with(long label) {
    List<Integer> found = new ArrayList<>();
    List<List<Long>> all = calls();
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).contains(label)) {
        found.add(i);
      }
    }
    return found;
  }
}
