using LocalRig.Advice;
using LocalRig.Prices;
using LocalRig.Shapes;

namespace LocalRig.Answers;

/// <summary>Known claims of prices.</summary>
public static class PricesJson
{
    /// <summary>The shape.</summary>
    public static ObjectShape<PricesAnswer> Shape { get; } = new ObjectShape<PricesAnswer>()
        .Text("today", "The day ages are counted to: an ISO date.", a => $"{a.Today:yyyy-MM-dd}")
        .Integer("staleDays", "Claims older than this are stale.", a => a.Rule.HardwareDays)
        .List("hardware", "Devices and main memory that somebody claims a price of.", a => a.Hardware.Select(h => (h, a.InDetail)), Hardware())
        .List("rental", "What renting the devices asked for costs, per hour; empty where none is asked for.", a => a.Rental, new ObjectShape<DatedRental>()
            .Text("device", "The device's catalogue id.", r => r.Price.Device)
            .Part("price", "The price of one for an hour.", r => r.Price.PerHour, PriceJson.Shape)
            .Include(r => (r.Price.By, r.AgeDays, r.Stale), Seen()))
        .List("api", "What the models asked for cost by the token; empty where none is asked for.", a => a.Api, new ObjectShape<DatedApiPrice>()
            .Text("model", "The model.", p => p.Price.Model)
            .Text("provider", "Who sells.", p => p.Price.Provider)
            .Money("input", "For a million tokens read.", p => p.Price.Input)
            .Money("output", "For a million tokens written.", p => p.Price.Output)
            .MoneyIfKnown("cacheRead", "For a million tokens read from the provider's cache; missing where none is published.", p => p.Price.CacheRead)
            .Text("currency", "The currency's code, such as USD.", p => p.Price.Currency.Code)
            .Include(p => (p.Price.By, p.AgeDays, p.Stale), Seen()));

    private static ObjectShape<(PricedHardware Priced, bool InDetail)> Hardware() =>
        new ObjectShape<(PricedHardware Priced, bool InDetail)>()
            .Text("name", "The device's catalogue id, or the memory's generation and size.", h => h.Priced.Name)
            .IntegerIfKnown("memoryGiB", "Its memory in GiB where it comes in several sizes; missing otherwise.", h => h.Priced.MemoryGiB)
            .List("ranges", "What is reckoned with: from the lowest to the highest claim that counts.", h => h.Priced.Spans, new ObjectShape<PriceSpan>()
                .Word("condition", "How it is sold.", HardwareWords.Word, s => s.Condition)
                .Part("price", "The price of one.", s => s.Range, PriceJson.Shape)
                .Integer("claims", "How many claims count.", s => s.Claims.Length)
                .Integer("ageDays", "How many days old the oldest of them is at most.", s => s.AgeDays)
                .Flag("stale", "Whether every claim is too old to trust.", s => s.Stale))
            .Integer("known", "How many claims there are.", h => h.Priced.Prices.Claims.Length)
            .ListIfAny("claims", "Every claim, newest first; missing where no device is asked for.", h => h.InDetail ? h.Priced.Prices.Claims.Select(c => (c, h.Priced.Counts(c))) : null, Claim());

    private static ObjectShape<(DatedClaim Dated, bool Counted)> Claim() =>
        new ObjectShape<(DatedClaim Dated, bool Counted)>()
            .Word("condition", "How it is sold.", HardwareWords.Word, c => c.Dated.Claim.Condition)
            .Text("product", "The product's name; empty for a card alone.", c => c.Dated.Claim.Product)
            .Part("price", "The price of one.", c => c.Dated.Claim.Range, PriceJson.Shape)
            .Flag("counted", "Whether a range above rests on it; a stale one only where all are, a first-day price never.", c => c.Counted)
            .Include(c => (c.Dated.Claim.By, c.Dated.AgeDays, c.Dated.Stale), Seen());

    private static ObjectShape<(Attribution By, int AgeDays, bool Stale)> Seen() =>
        new ObjectShape<(Attribution By, int AgeDays, bool Stale)>()
            .Text("date", "When it was seen: an ISO date, as precise as its source.", s => s.By.Date.Text)
            .Integer("ageDays", "How many days old it is at most.", s => s.AgeDays)
            .Flag("stale", "Whether that is too old to trust.", s => s.Stale)
            .Text("kind", "Who says so: vendor, third-party, community, or own for a price the user gave.", s => s.By.Kind)
            .Text("source", "Where it stands.", s => s.By.Source)
            .Text("note", "What else the source says; may be empty.", s => s.By.Note);
}
