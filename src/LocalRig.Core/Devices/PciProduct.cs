using System.Collections.Immutable;

namespace LocalRig.Devices;

/// <summary>A graphics processor by the ids its PCI Express function carries.</summary>
/// <param name="Product">What the table's source calls it: <c>AMD Radeon RX 6700 XT</c>; empty where revisions differ and this one isn't listed.</param>
/// <param name="SharesHostMemory">Whether it is graphics in a processor, whose memory is the machine's whatever is carved out of it.</param>
/// <param name="CatalogIds">Ids of the device catalogue it may have, one for each size of memory; some may not be in the catalogue.</param>
public sealed record PciProduct(string Product, bool SharesHostMemory, ImmutableArray<string> CatalogIds);
