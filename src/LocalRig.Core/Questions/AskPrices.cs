using System.Collections.Immutable;
using LocalRig.Answers;
using LocalRig.Contract;
using LocalRig.Devices;
using LocalRig.Prices;

namespace LocalRig.Questions;

/// <summary>Whose prices are asked for.</summary>
public sealed record PricesRequest
{
    /// <summary>A part of a device's or model's name; empty for all devices.</summary>
    public string Of { get; init; } = "";

    /// <summary>When a claim is stale, and a file with prices of the user's own.</summary>
    public MoneyRequest Money { get; init; } = new();
}

/// <summary><c>prices</c>: the claims of prices LocalRig knows.</summary>
public static class AskPrices
{
    private static readonly string[] Reckoned = ["staleDays", "prices"]; // listed as claimed: nothing is converted

    /// <summary>The question.</summary>
    public static Question<PricesRequest, PricesAnswer> Question { get; } = new()
    {
        Name = "prices",
        Sentence = "The dated prices LocalRig knows of hardware, renting and APIs: how old, who says so, and which ones count.",
        Group = QuestionGroup.CheckClaims,
        Example = """{"of":"rtx-3090"}""",
        Reader = new(
            [
                new()
                {
                    Name = "of", Help = "a device, or a part of its name (rtx-3090, strix), a model (Qwen3.5-27B), memory; nothing for all devices", Place = FieldPlace.Optional, Example = "rtx-3090",
                    Apply = (r, v) => r with { Of = v.Text("a device") },
                },
                .. MoneyRequest.Fields<PricesRequest>(r => r.Money, (r, m) => r with { Money = m }).Where(f => Reckoned.Contains(f.Name)),
            ],
            new PricesRequest()),
        Answer = AnswerAsync,
        Shape = static () => PricesJson.Shape,
    };

    private static async Task<PricesAnswer> AnswerAsync(PricesRequest request, Inquiry inquiry)
    {
        PriceList list = await inquiry.PricesAsync(request.Money).ConfigureAwait(false);
        DateOnly today = inquiry.Desk.Today;
        StaleRule rule = request.Money.Rule;
        string wanted = request.Of.Trim();
        if (wanted.Length == 0)
        {
            return new PricesAnswer(today, rule, InDetail: false, [.. Devices(list, today, rule, list.Offered.Select(o => o.Device).Distinct()), .. Memory(list, today, rule, "")], [], []);
        }

        ImmutableArray<string> devices = Named(wanted);
        PricesAnswer answer = new(
            today, rule, InDetail: true, [.. Devices(list, today, rule, devices), .. Memory(list, today, rule, wanted)],
            [.. list.Rental.Where(r => devices.Contains(r.Device)).Select(r => (Price: r, Age: r.By.Date.AgeDays(today))).Select(r => new DatedRental(r.Price, r.Age, r.Age > rule.HardwareDays))],
            [.. list.Api.Where(p => p.Model.Contains(wanted, StringComparison.OrdinalIgnoreCase)).Select(p => (Price: p, Age: p.By.Date.AgeDays(today))).Select(p => new DatedApiPrice(p.Price, p.Age, p.Age > rule.ApiDays))]);
        return answer.Hardware.IsEmpty && answer.Rental.IsEmpty && answer.Api.IsEmpty && devices.IsEmpty
            ? throw new RequestException(new Problem(ErrorCode.RigUnknown, $"No device, model or memory with a known price is called \"{wanted}\".", "`localrig prices` lists the devices, `localrig models` the models.", "of"))
            : answer;
    }

    /// <summary>The device of that name, or all whose names contain it.</summary>
    private static ImmutableArray<string> Named(string wanted)
    {
        string hyphenated = ProductName.Hyphenated(wanted);
        return DeviceCatalog.Default.Find(wanted) is KnownDevice exact ? [exact.Id]
            : DeviceCatalog.Default.Find(hyphenated) is KnownDevice spelled ? [spelled.Id]
            : [.. DeviceCatalog.Default.Ids.Where(id => id.Contains(hyphenated, StringComparison.OrdinalIgnoreCase))];
    }

    private static IEnumerable<PricedHardware> Devices(PriceList list, DateOnly today, StaleRule rule, IEnumerable<string> ids)
    {
        foreach (string id in ids.Order(StringComparer.Ordinal))
        {
            int?[] sizes = [.. list.Hardware.Where(c => c.Device == id && c.Form != ProductForm.Memory && c.MemoryGiB is not null).Select(c => c.MemoryGiB).Distinct().Order()];
            foreach (int? size in sizes.Length > 0 ? sizes : [null])
            {
                DevicePrices prices = list.Of(id, today, size, rule);
                if (!prices.Claims.IsEmpty)
                {
                    yield return new PricedHardware(id, size, prices);
                }
            }
        }
    }

    private static IEnumerable<PricedHardware> Memory(PriceList list, DateOnly today, StaleRule rule, string wanted) =>
        from kit in list.OfferedMemory
        where $"memory {kit.Generation} {kit.Gibibytes} GB".Contains(wanted, StringComparison.OrdinalIgnoreCase)
        select new PricedHardware(kit.Generation, kit.Gibibytes, list.OfMainMemory(kit.Gibibytes, today, rule, kit.Generation));
}
