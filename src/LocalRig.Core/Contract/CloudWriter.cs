using System.Text.Json;
using LocalRig.Advice;
using LocalRig.Advice.Cloud;
using LocalRig.Planning;
using LocalRig.Prices;

namespace LocalRig.Contract;

/// <summary>Writes a comparison with the cloud as JSON. Amounts are in <c>currency</c>; an end that is never reached is null.</summary>
public static class CloudWriter
{
    private const int Digits = 6; // thousandths of cents survive

    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter json, CloudAnswer answer)
    {
        json.WriteStartObject();
        Head(json, answer.Plan);
        json.WriteString("currency", answer.Currency.Code);
        json.WriteString("exchange", answer.Exchange.InWords);
        Write(json, answer.Tokens);
        Local(json, answer);
        json.WriteNumber("yearsKept", answer.YearsKept);
        json.WriteStartArray("offers");
        foreach (BreakEven offer in answer.Offers)
        {
            Offer(json, answer, offer);
        }

        json.WriteEndArray();
        if (answer.RentPerDay is Span rent)
        {
            Write(json, "rentPerDay", rent);
            json.WriteString("rentBecause", answer.RentBecause);
        }

        json.WriteTexts("notes", answer.Notes);
        json.WriteEndObject();
    }

    /// <summary>Writes the answer for a rig that can't hold the model.</summary>
    public static void Write(Utf8JsonWriter json, CloudOnly answer)
    {
        json.WriteStartObject();
        Head(json, answer.Plan);
        json.WriteString("currency", answer.Currency.Code);
        Write(json, answer.Tokens);
        json.WriteString("sentence", answer.Sentence);
        json.WriteObjects("offers", answer.Offers, offer =>
        {
            Api(json, offer);
            json.WriteNumber("perDay", Math.Round(offer.PerDay(answer.Tokens), Digits));
        });
        json.WriteEndObject();
    }

    /// <summary>The word for an outcome.</summary>
    public static string Word(Outcome outcome) =>
        outcome switch
        {
            Outcome.Local => "local-wins",
            Outcome.Open => "open",
            Outcome.NotInTime => "cloud-wins-in-time",
            Outcome.Never => "cloud-wins-always",
            Outcome.TooMuchWork => "too-much-work",
            _ => "unknown",
        };

    /// <summary>Writes a span as an object of its ends.</summary>
    internal static void Write(Utf8JsonWriter json, string name, Span? span)
    {
        if (span is not Span known)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        End(json, "low", known.Low);
        End(json, "high", known.High);
        json.WriteEndObject();
    }

    private static void Head(Utf8JsonWriter json, MemoryPlan plan)
    {
        json.WriteString("model", plan.Model.Id);
        json.WriteString("quantization", plan.Model.QuantName);
        json.WriteString("rig", plan.Rig.Name);
        json.WriteString("verdict", PlanResultWriter.Word(plan.Verdict));
    }

    private static void Local(Utf8JsonWriter json, CloudAnswer answer)
    {
        json.WriteStartObject("local");
        Write(json, "decodeTokensPerSecond", answer.Local.Decode);
        Write(json, "prefillTokensPerSecond", answer.Local.Prefill);
        json.WriteString("speedBecause", answer.Local.SpeedBecause);
        Power(json, answer.Local.Power);
        json.WriteNumber("hoursOnPerDay", answer.Local.HoursOn);
        Write(json, "busyHoursPerDay", answer.Local.BusyHours(answer.Tokens));
        Write(json, "kilowattHoursPerDay", answer.Local.KilowattHours(answer.Tokens));
        Write(json, "pricePerKilowattHour", answer.PerKilowattHour);
        json.WriteString("electricityBecause", answer.ElectricityBecause);
        Write(json, "powerPerDay", answer.PowerPerDay);
        Write(json, "powerPerMillionWritten", answer.Local.EnergyPerMillion(answer.PerKilowattHour, answer.Local.Decode));
        json.WriteBoolean("owned", answer.Owned);
        Write(json, "hardware", answer.Hardware);
        json.WriteString("hardwareBecause", answer.HardwareBecause);
        json.WriteEndObject();
    }

    /// <summary>Writes what a rig draws.</summary>
    internal static void Power(Utf8JsonWriter json, PowerDraw power)
    {
        json.WriteStartObject("power");
        json.WriteNumber("lowWatts", power.LowWatts);
        json.WriteNumber("highWatts", power.HighWatts);
        json.WriteKnown("idleWatts", power.IdleWatts);
        json.WriteString("basis", power.Basis switch { PowerBasis.Given => "given", PowerBasis.Wall => "measured", PowerBasis.Most => "vendor-measured", _ => "data-sheet" });
        json.WriteString("because", power.Because);
        json.WriteEndObject();
    }

    private static void Offer(Utf8JsonWriter json, CloudAnswer answer, BreakEven offer)
    {
        json.WriteStartObject();
        Api(json, offer.Against);
        json.WriteNumber("perDay", Math.Round(offer.ApiPerDay, Digits));
        Write(json, "savedPerDay", offer.SavedPerDay);
        Write(json, "breakEvenDays", offer.Days);
        Write(json, "breakEvenTokens", offer.Days * answer.Tokens.Total);
        Write(json, "breakEvenDaysNonStop", offer.NonStopDays);
        json.WriteString("outcome", Word(offer.Outcome));
        json.WriteString("sentence", CloudVerdict.Sentence(answer, offer));
        json.WriteEndObject();
    }

    private static void Api(Utf8JsonWriter json, ApiSide offer)
    {
        ApiPrice price = offer.Price;
        json.WriteString("provider", price.Provider);
        json.WriteString("name", offer.Name);
        json.WriteString("model", price.Model);
        json.WriteNumber("inputPerMillion", price.Input);
        json.WriteNumber("outputPerMillion", price.Output);
        if (price.CacheRead is decimal cache)
        {
            json.WriteNumber("cacheReadPerMillion", cache);
        }
        else
        {
            json.WriteNull("cacheReadPerMillion");
        }

        json.WriteString("priceCurrency", price.Currency.Code);
        json.WriteString("date", price.By.Date.Text);
        json.WriteNumber("ageDays", offer.AgeDays);
        json.WriteBoolean("stale", offer.Stale);
        json.WriteString("kind", price.By.Kind);
        json.WriteString("source", price.By.Source);
    }

    private static void Write(Utf8JsonWriter json, DailyTokens tokens)
    {
        json.WriteStartObject("tokensPerDay");
        json.WriteNumber("read", Math.Round(tokens.Read));
        json.WriteNumber("written", Math.Round(tokens.Written));
        json.WriteNumber("cachedShare", Math.Round(tokens.CachedShare, Digits));
        json.WriteEndObject();
    }

    private static void End(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, Math.Round(value, Digits));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
