"""Publishers' data: what is fetched, read and checked, and brought into the record.

A new source is one file with a declaration and a ``read``, and one line in `SOURCES`.
"""

from leeway.sources.armstat import SOURCE as ARMSTAT
from leeway.sources.atop import SOURCE as ATOP
from leeway.sources.baci import SOURCE as BACI
from leeway.sources.comext import SOURCE as COMEXT
from leeway.sources.comtrade import SOURCE as COMTRADE
from leeway.sources.cow_alliances import SOURCE as COW_ALLIANCES
from leeway.sources.cow_igo import SOURCE as COW_IGO
from leeway.sources.cow_system import SOURCE as COW_SYSTEM
from leeway.sources.easy_comext import SOURCE as EASY_COMEXT
from leeway.sources.eu_listings import SOURCE as EU_LISTINGS
from leeway.sources.fbic import SOURCE as FBIC
from leeway.sources.gdelt import SOURCE as GDELT
from leeway.sources.gdelt_relations import SOURCE as GDELT_RELATIONS
from leeway.sources.geostat import SOURCE as GEOSTAT
from leeway.sources.gml_mid import SOURCE as GML_MID
from leeway.sources.goods import SOURCE as GOODS
from leeway.sources.hs import SOURCE as HS
from leeway.sources.icews import SOURCE as ICEWS
from leeway.sources.icews_dyad_year import SOURCE as ICEWS_DYAD_YEAR
from leeway.sources.icews_quadruples import SOURCE as ICEWS_QUADRUPLES
from leeway.sources.imf_imts import SOURCE as IMF_IMTS
from leeway.sources.kazstat import SOURCE as KAZSTAT
from leeway.sources.kyrgyzstat import SOURCE as KYRGYZSTAT
from leeway.sources.ledger import SOURCE as LEDGER
from leeway.sources.oec import SOURCE as OEC
from leeway.sources.oecd_btige import SOURCE as OECD_BTIGE
from leeway.sources.polecat import SOURCE as POLECAT
from leeway.sources.rosstat import SOURCE as ROSSTAT
from leeway.sources.sipri import SOURCE as SIPRI
from leeway.sources.un_votes import SOURCE as UN_VOTES
from leeway.sources.uzstat import SOURCE as UZSTAT
from leeway.sources.wdi import SOURCE as WDI
from leeway.sources.wto import SOURCE as WTO

SOURCES = (
    UN_VOTES,
    ATOP,
    COW_ALLIANCES,
    COW_IGO,
    COW_SYSTEM,
    GML_MID,
    SIPRI,
    FBIC,
    WDI,
    LEDGER,
    COMEXT,
    EASY_COMEXT,
    COMTRADE,
    BACI,
    OEC,
    WTO,
    OECD_BTIGE,
    IMF_IMTS,
    KAZSTAT,
    KYRGYZSTAT,
    UZSTAT,
    GEOSTAT,
    ROSSTAT,
    ARMSTAT,
    EU_LISTINGS,
    GOODS,
    HS,
    GDELT,
    ICEWS,
    POLECAT,
    ICEWS_DYAD_YEAR,
    ICEWS_QUADRUPLES,
    GDELT_RELATIONS,
)
