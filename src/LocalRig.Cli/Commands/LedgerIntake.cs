using LocalRig.Contract;
using LocalRig.Ledger;
using LocalRig.Web;

namespace LocalRig.Cli.Commands;

/// <summary>Takes what clients of a server send into the ledger's quarantine.</summary>
/// <param name="place">Where the ledger is.</param>
/// <param name="time">The clock.</param>
internal sealed class LedgerIntake(string place, TimeProvider time) : IEvidenceIntake
{
    /// <inheritdoc/>
    public long Take(string lines)
    {
        try
        {
            List<EvidenceRecord> records = EvidenceImport.Strictly(new StringReader(lines), time.GetUtcNow(), out var problems);
            if (problems.Length > 0 || records.Count == 0)
            {
                throw new RequestException(new Problem(ErrorCode.Usage, problems.Length > 0 ? string.Join("; ", problems) + "." : "There is no record in the request.", "docs/ledger.md describes a record.", "request"));
            }

            using IEvidenceStore store = EvidenceStores.Open(place, time);
            return store.Append(records, quarantine: true).Added;
        }
        catch (LedgerException)
        {
            throw new RequestException(new Problem(ErrorCode.Runtime, "The ledger can't take anything now.", "Try again later.", "ledger")); // where it is, is nobody's business
        }
    }
}
