using ChatFunctions.Client;
using ChatFunctions.Client.Live;

namespace ChatFunctions.Tests.Client.Live;

public sealed class RoomSequenceTests
{
    [Fact]
    public void Events_in_any_order_and_repeated_are_returned_once_and_in_order()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            long[] arriving = [.. Enumerable.Range(1, 30).Concat(Enumerable.Range(1, 30)).Select(seq => (long)seq)];
            random.Shuffle(arriving);
            var sequence = new RoomSequence(applied: 10);

            var given = arriving.Chunk(random.Next(1, 7)).SelectMany(chunk => Seqs(sequence.Take(chunk.Select(Event)))).ToArray();

            Assert.Equal(Enumerable.Range(11, 20).Select(seq => (long)seq), given);
            Assert.False(sequence.HasHole);
            Assert.Equal(30, sequence.Applied);
        }
    }

    [Fact]
    public void An_event_after_a_gap_is_held_until_the_gap_is_filled()
    {
        var sequence = new RoomSequence(applied: 0);

        Assert.Empty(sequence.Take([Event(2), Event(3)]));
        Assert.True(sequence.HasHole);

        Assert.Equal([1, 2, 3], Seqs(sequence.Take([Event(1)])));
        Assert.False(sequence.HasHole);
    }

    private static RoomEvent Event(long seq) => new RoomChange(seq, "other", "tea", new UserRef("ada", "Ada"), default, null, null, null, false, null, null, null);

    private static long[] Seqs(IEnumerable<RoomEvent> events) => [.. events.Select(given => given.Seq)];
}
