using System.Collections.Immutable;
using System.Text.Json;
using LocalRig.Advice;
using LocalRig.Advice.Buying;
using LocalRig.Prices;

namespace LocalRig.Contract;

/// <summary>Writes what money buys as JSON. Amounts are in <c>currency</c> unless a claim names its own.</summary>
public static class BuyWriter
{
    private const int Digits = 3;

    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter json, BuyAnswer answer)
    {
        json.WriteStartObject();
        json.WriteNumber("budget", answer.Budget);
        json.WriteString("currency", answer.Exchange.Target.Code);
        json.WriteString("exchange", answer.Exchange.InWords);
        json.WriteNumber("context", answer.Context);
        json.WriteNumber("assumedHostGiB", answer.AssumedHostGiB);
        json.WriteStartObject("yardstick");
        json.WriteString("model", answer.Yardstick.Model.Id);
        json.WriteString("quantization", answer.Yardstick.Quant);
        json.WriteEndObject();
        json.WriteStartArray("offers");
        foreach (BuyOffer offer in answer.Offers)
        {
            Write(json, offer);
        }

        json.WriteEndArray();
        if (answer.Beyond is (string rig, PriceRange price))
        {
            json.WriteStartObject("beyond");
            json.WriteString("rig", rig);
            Range(json, "price", price);
            json.WriteEndObject();
        }

        json.WriteObjects("unpriced", answer.Unpriced, first =>
        {
            json.WriteString("device", first.Claim.Device);
            Range(json, "launchPrice", first.Claim.Range);
            json.WriteString("launchDate", first.Claim.By.Date.Text);
        });
        json.WriteTexts("otherCurrencies", answer.OtherCurrencies);
        json.WriteEndObject();
    }

    /// <summary>Writes one offer.</summary>
    public static void Write(Utf8JsonWriter json, BuyOffer offer)
    {
        json.WriteStartObject();
        json.WriteString("rig", offer.Rig.Name);
        Range(json, "price", offer.Price);
        json.WriteBoolean("withinBudgetAtTheHighest", offer.Surely);
        json.WriteBoolean("stale", offer.Cost.Stale);
        json.WriteString("notIncluded", offer.Cost.NotIncluded);
        Claims(json, offer.Cost);
        Models(json, "models", offer.Models);
        if (offer.Yield is Yield yield)
        {
            Yardstick(json, yield);
        }

        if (offer.Power is PowerDraw power)
        {
            CloudWriter.Power(json, power);
        }

        if (offer.PowerSupplyWatts is double supply)
        {
            json.WriteNumber("powerSupplyWatts", supply);
        }

        json.WriteObjects("notFor", offer.Cautions, caution =>
        {
            json.WriteString("who", caution.Who);
            json.WriteString("because", caution.Because);
        });
        json.WriteString("link", offer.Link);
        json.WriteEndObject();
    }

    /// <summary>Writes models of a survey, shortly.</summary>
    internal static void Models(Utf8JsonWriter json, string name, ImmutableArray<SurveyLine> models)
    {
        json.WriteObjects(name, models, line =>
        {
            json.WriteString("model", line.Model.Id);
            json.WriteString("quantization", line.Plan.Model.QuantName);
            json.WriteString("verdict", PlanResultWriter.Word(line.Plan.Verdict));
            json.WriteNumber("totalBytes", line.Plan.Total.Bytes);
            json.WriteContexts(line);
            if (line.Plan.Forecast is { } forecast)
            {
                ForecastWriter.Write(json, forecast);
            }
        });
    }

    /// <summary>Writes a price.</summary>
    internal static void Range(Utf8JsonWriter json, string name, PriceRange? range)
    {
        if (range is not PriceRange known)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        json.WriteNumber("low", known.Low);
        json.WriteNumber("high", known.High);
        json.WriteString("currency", known.Currency.Code);
        json.WriteEndObject();
    }

    private static void Claims(Utf8JsonWriter json, HardwareCost cost)
    {
        json.WriteObjects("parts", cost.Parts, part =>
        {
            json.WriteString("device", part.Device);
            json.WriteNumber("count", part.Count);
            json.WriteStartArray("claims");
            foreach (DatedClaim dated in part.Prices.Claims)
            {
                PriceClaim claim = dated.Claim;
                json.WriteStartObject();
                json.WriteString("condition", HardwareWords.Word(claim.Condition));
                json.WriteString("product", claim.Product);
                Range(json, "price", claim.Range);
                json.WriteString("date", claim.By.Date.Text);
                json.WriteNumber("ageDays", dated.AgeDays);
                json.WriteBoolean("stale", dated.Stale);
                json.WriteBoolean("counted", part.Price?.Claims.Contains(dated) == true);
                json.WriteString("kind", claim.By.Kind);
                json.WriteString("source", claim.By.Source);
                json.WriteString("note", claim.By.Note);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    private static void Yardstick(Utf8JsonWriter json, Yield yield)
    {
        json.WriteStartObject("yardstick");
        json.WriteNumber("tokensPerSecond", Math.Round(yield.Decode.TokensPerSecond, Digits));
        json.WriteNumber("low", Math.Round(yield.Decode.Low, Digits));
        json.WriteNumber("high", Math.Round(yield.Decode.High, Digits));
        Pair(json, "perThousand", yield.PerThousand);
        Pair(json, "perWatt", yield.PerWatt);
        json.WriteEndObject();
    }

    private static void Pair(Utf8JsonWriter json, string name, (double Low, double High)? pair)
    {
        if (pair is (double low, double high))
        {
            json.WriteStartObject(name);
            json.WriteNumber("low", Math.Round(low, Digits));
            json.WriteNumber("high", Math.Round(high, Digits));
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
