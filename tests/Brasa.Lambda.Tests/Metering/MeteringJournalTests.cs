using Brasa.Lambda.Metering;
using Brasa.Lambda.Tests.Fakes;

namespace Brasa.Lambda.Tests.Metering;

public sealed class MeteringJournalTests : JournalTest
{
    private const int Many = 2 * JournalSegment.Slots;

    [Fact]
    public void An_invocation_counts_once_before_and_after_it_is_summed_up()
    {
        Run(Meter(), milliseconds: 12.01, init: 100);
        Assert.Equal(113, Total().BilledMs);
        Assert.Equal(0, Stored().Requests);

        SumUp();

        Assert.Equal(1, Stored().Requests);
        Assert.Equal(Stored(), Total());
        Assert.Equal((113, 100, 113 * 1_769), (Total().BilledMs, Total().InitMs, Total().MemoryMs));
    }

    [Fact]
    public void What_is_used_is_kept_by_function_version_architecture_tags_and_hour()
    {
        var meter = Meter(Sample.Function() with { EphemeralStorageMiB = 612, MemoryMiB = 128, Version = "3", Architecture = "arm64" });
        var tags = new Dictionary<string, string> { ["team"] = "a", ["cost"] = "é" };
        Run(meter, 10, invocation: Event(tags));
        Run(meter, 10, invocation: Event(tags));
        Run(meter, 10, invocation: Event(new Dictionary<string, string> { ["team"] = "b" }));
        jumping.Offset = TimeSpan.FromHours(1);
        Run(meter, 10, invocation: Event(tags));
        SumUp();

        var rows = Store.Read(0, long.MaxValue, "123456789012");
        Assert.Equal([2, 1, 1], rows.OrderBy(row => row.Key.Hour).ThenByDescending(row => row.Sums.Requests).Select(row => row.Sums.Requests));
        Assert.All(rows, row => Assert.Equal(("hello", "3", "arm64", "eu-west-1"), (row.Key.Function, row.Key.Version, row.Key.Architecture, row.Key.Region)));
        Assert.Contains(rows, row => row.Key.Tags == """{"cost":"\u00E9","team":"a"}""" && row.Sums.TmpMs == 2 * 10 * 100 && row.Sums.MemoryMs == 2 * 10 * 128);
        Assert.Empty(Store.Read(0, long.MaxValue, "999999999999"));
    }

    [Fact]
    public void Environments_of_provisioned_concurrency_are_active_at_their_own_price()
    {
        Run(Meter(isProvisioned: true), 10);

        Assert.Equal((0, 17_690), (Total().MemoryMs, Total().ActiveMs));
    }

    [Fact]
    public void What_is_not_over_is_not_in_the_bill_and_keeps_its_segment()
    {
        var meter = Meter();
        var open = Event();
        meter.Answered(open, TimeSpan.FromMilliseconds(5), null, Sample.Answer());
        SumUp();
        Assert.Equal(0, Total().Requests);

        meter.Finished(open, Report(open.RequestId, 7));
        SumUp();

        Assert.Equal((1, 7), (Stored().Requests, Stored().BilledMs));
    }

    [Fact]
    public async Task More_than_a_segment_holds_from_several_threads_is_counted_to_the_last()
    {
        var meters = Enumerable.Range(0, 4).Select(number => Meter(stream: $"stream-{number}")).ToArray();
        await Task.WhenAll(meters.Select(meter => Task.Run(() =>
        {
            for (var i = 0; i < Many / 4; i++) Run(meter);
        })));

        Assert.Equal(Many, Total().Requests);
        SumUp();
        Assert.Equal((Many, Many), (Stored().Requests, Stored().BilledMs));
        Assert.Equal(0, Journal.Unmetered);
        Assert.Equal(2, Directory.GetFiles(Segments).Length);
    }

    [Fact]
    public void A_segment_is_summed_up_after_five_minutes_though_it_is_not_full()
    {
        Run(Meter());
        clock.Advance(MeteringJournal.SealAfter);
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(1, Stored().Requests);
    }

    [Theory]
    [InlineData(-31)]
    [InlineData(-45 * 60 * 24)]
    public void A_wall_clock_that_jumps_back_over_midnight_and_month_loses_and_doubles_nothing(int minutes)
    {
        var meter = Meter();
        var before = RollUp.HourOf(jumping.GetUtcNow().ToUnixTimeMilliseconds());
        Run(meter, 3);
        jumping.Offset = TimeSpan.FromMinutes(minutes);
        Run(meter, 5);
        SumUp();
        Run(meter, 7);
        jumping.Offset = TimeSpan.Zero;
        Run(meter, 11);
        SumUp();

        Assert.Equal((4, 26), (Stored().Requests, Stored().BilledMs));
        Assert.Equal(14, Store.Read(before, before + 1, null).Sum(row => row.Sums.BilledMs));
        Assert.Equal(12, Store.Read(0, before, null).Sum(row => row.Sums.BilledMs));
    }

    [Fact]
    public void A_segment_that_was_summed_up_but_not_removed_counts_once()
    {
        Run(Meter());
        var path = Journal.Current!.Path;
        var killed = File.ReadAllBytes(path);
        SumUp();
        File.WriteAllBytes(path, killed);

        Reopen();
        SumUp();

        Assert.Equal(1, Total().Requests);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void What_was_not_summed_up_is_so_by_the_next_server()
    {
        var meter = Meter();
        Run(meter, 3);
        var answered = Event();
        meter.Answered(answered, TimeSpan.FromMilliseconds(5), null, Sample.Answer());
        var killed = Journal.Current!;
        var bytes = killed.Content.ToArray();
        killed.Release(); // so that the journal lets go of it
        Journal.Dispose();
        File.WriteAllBytes(killed.Path, bytes);

        Reopen();
        Assert.Equal(8, Total().BilledMs);
        SumUp();

        Assert.Equal((2, 8), (Stored().Requests, Stored().BilledMs));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(64)]
    [InlineData(100)]
    public void A_file_that_was_cut_off_in_the_middle_of_a_record_counts_up_to_there(int bytesOfLast)
    {
        var meter = Meter();
        for (var i = 0; i < 10; i++) Run(meter);
        var segment = Journal.Current!;
        var last = JournalContent.Read(segment.Content, isOver: true).Invocations[^1].Slot;
        Journal.Dispose();
        using (var file = new FileStream(segment.Path, FileMode.Open)) file.SetLength((last * SlotLayout.SlotBytes) + bytesOfLast);

        Reopen();
        SumUp();

        Assert.Equal(bytesOfLast >= SlotLayout.HalfBytes ? 10 : 9, Stored().Requests);
    }

    [Fact]
    public void A_record_that_is_damaged_is_left_out_and_said_and_those_after_it_count()
    {
        var meter = Meter();
        for (var i = 0; i < 10; i++) Run(meter);
        var slot = JournalContent.Read(Journal.Current!.Content, isOver: true).Invocations[4].Slot;
        Journal.Current.At(slot)[40] ^= 1;
        SumUp();

        Assert.Equal(9, Stored().Requests);
        Assert.Contains(said.Lines, line => line.StartsWith("1 records of the metering journal were torn", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_of_another_release_is_not_read_as_one_of_this()
    {
        var path = Journal.Current!.Path;
        Journal.Dispose();
        var bytes = File.ReadAllBytes(path);
        bytes[7]++;
        File.WriteAllBytes(path, bytes);

        Assert.Contains("another release", Assert.Throws<InvalidDataException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void With_no_room_on_the_disk_functions_run_on_and_it_is_said_once_and_counted()
    {
        var meter = Meter();
        Directory.Delete(Segments, recursive: true);
        File.WriteAllText(Segments, "in the way");
        Journal.Advance(Journal.Current!); // the spare one, which is there
        Journal.Advance(Journal.Current!);
        for (var i = 0; i < 3; i++) Run(meter);
        Journal.Tick();
        Journal.Tick();

        Assert.Equal(3, Journal.Unmetered);
        Assert.Single(said.Lines, line => line.Contains("functions keep running", StringComparison.Ordinal));

        File.Delete(Segments);
        Directory.CreateDirectory(Segments);
        Journal.Tick();
        Run(meter);

        Assert.Equal((3, 1), (Journal.Unmetered, Total().Requests));
        Assert.Contains(said.Lines, line => line.Contains("3 invocations since the start were not metered", StringComparison.Ordinal));
    }

    private static Brasa.Lambda.Environments.InvocationReport Report(string requestId, int milliseconds) => new()
    {
        RequestId = requestId,
        Duration = TimeSpan.FromMilliseconds(milliseconds),
        MemoryMiB = 128,
        PeakMemoryBytes = 0,
    };
}
