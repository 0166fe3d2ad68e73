"""Texts that look like a state and mean none, or mean another one than a careless reader takes."""

from __future__ import annotations

_NONE = """
Moscow-backed separatists|Moscow-backed|pro-Russian forces|anti-Russian|non-Russian|post-Soviet
former Soviet republic|the former president of Kazakhstan|Russian opposition|Russian opposition leader
Russia and China|Russia-China|US-Russia|US-China trade talks|Kazakhstan Russia|between Armenia and Azerbaijan
the Russian ambassador to Turkey|Turkey's ambassador in Moscow|ambassador to Russia|envoy to Ukraine
Trump's Ukraine envoy|Georgia officials|Georgia lawmakers|Georgia police|Georgia, USA|Georgia state senator
Atlanta, Georgia|Georgia Meloni|South Georgia|Northern Ireland government|Northern Ireland|Scottish government
New Mexico|New Mexico governor|New Jersey|Jersey|Inner Mongolia|American Samoa|American Samoa government
Virgin Islands|Saint-Martin|Sint Maarten|Puerto Rico|Hong Kong government|Macau|Greenland
Niger Delta|Niger River|Jordan River|Jordan Peterson|Michael Jordan|Mr Jordan|Chad Brown|Denzel Washington
George Washington University|Washington Post|Washington state|Paris Hilton|London police|Moscow court
Mexico City officials|Brussels officials|Brussels bureaucrats|European Union|NATO|United Nations|OPEC
Korea|Korean|Korean government|Congolese army|Congolese|Dominican government|Guinean|Guinean officials
South China Sea|China Sea|Panama Canal|Suez Canal|Bay of Bengal|Gulf of Mexico|Persian Gulf|Indian Ocean
Turkey sandwich|Guinea pig|Guinea fowl|Brazil nuts|Cuba libre|Danish pastry|Swiss cheese|French fries
Latin America|South America|Central America|North America|Central Asia|West Africa|South Africa-based
Native American|African American|Afghan-American|Syrian refugees|Ukrainian refugees|Russian literature
Irish Republican Army|Kosovo Liberation Army|Free Syrian Army|Islamic State of Iraq and Syria|Kurdistan
Iraqi Kurdistan|Tibetan government in exile|the Belarusian government in exile|Bosnian Serb leader
Catalan government|the Quebec government|Crimea|Donbas|Chechnya|Tatarstan|Republika Srpska|Biafra|Katanga
Kim|Bush Street|Park|Moon|May|Major|Lee|Ma|Fox|Key|us|is|no|it|in|AND government|IT ministry|me|so|as
male officials|Columbia president|the president|government|foreign ministry|the Foreign Minister|Mr President
the state of Georgia|the state of Washington|State of Mexico
Macedonia, Ohio|Athens, Georgia|Paris, Texas|Lebanon, New Hampshire|Peru, Indiana|Cuba, Missouri
Russian-occupied Ukraine|Chinese-built|Turkish-Armenian border|Armenia-Azerbaijan border|Serbian Krajina
Sub-Saharan Africa|East Asia & Pacific|Euro area|High income|World|Arab World|Heavily indebted poor countries
Viet Cong|Hezbollah|Hamas|PKK|Wagner Group|Khmer Rouge|Hezbollah (Lebanon)|Ukraine rebels|Syria rebels
"""
_STATES = """
Northern Cyprus=XNC|Turkish Cypriot=XNC|TRNC=XNC|Cyprus=CYP|Republic of Cyprus=CYP|the Cypriot government=CYP
Czechoslovakia=CSK|Czech Republic=CZE|Czechia=CZE|Slovak Republic=SVK|Yugoslavia=SRB|East Germany=DDR
Republic of Korea=KOR|Korea, Republic of=KOR|Democratic People's Republic of Korea=PRK|South Korea's=KOR
Niger=NER|Nigeria=NGA|Nigerien=NER|Nigerian=NGA|the Nigerien junta=NER|the Nigerian government=NGA
Republic of the Congo=COG|Democratic Republic of the Congo=COD|DRC=COD|Congo-Brazzaville=COG|Congo, DR=COD
Guinea=GIN|Guinea-Bissau=GNB|Equatorial Guinea=GNQ|Papua New Guinea=PNG|Equatorial Guinean=GNQ
Dominica=DMA|Dominican Republic=DOM|the government of the Dominican Republic=DOM|Ireland=IRL|Irish=IRL
Macedonia=MKD|North Macedonia=MKD|Samoa=WSM|Western Samoa=WSM|Mexico=MEX|Mongolia=MNG|Sudan=SDN
South Sudan=SSD|South Sudanese=SSD|South Vietnam=RVN|South Yemen=YMD|Taiwan=TWN|Republic of China=TWN
People's Republic of China=CHN|Chinese Taipei=TWN|Kosovo=XKX|Palestine=PSE|Western Sahara=ESH|SADR=ESH
Abkhazia=XAB|South Ossetia=XSO|Transnistria=XTR|Somaliland=XSL|Somalia=SOM|Nagorno-Karabakh=XAR
Donetsk People's Republic=XDN|Luhansk People's Republic=XLU|Georgia=GEO|Tbilisi, Georgia=GEO
Georgia's president=GEO|the Georgian parliament=GEO|Swaziland=SWZ|Switzerland=CHE|Austria=AUT|Australia=AUS
Slovenia=SVN|Slovakia=SVK|Latvia=LVA|Lithuania=LTU|Iran=IRN|Iraq=IRQ|Mali=MLI|Malawi=MWI|Malaysia=MYS
Paraguay=PRY|Uruguay=URY|Mauritius=MUS|Mauritania=MRT|Gambia=GMB|Zambia=ZMB|Rhodesia=ZWE|Zaire=COD
the Kazakh regime=KAZ|Mr Pashinyan=ARM|President Tokayev=KAZ|Kremlin spokesman=RUS|Akorda=KAZ|Yerevan's=ARM
Turkish officials=TUR|official Baku=AZE|the government of Niger=NER|Russian President Vladimir Putin=RUS
Kremlin spokesman Dmitry Peskov=RUS|Foreign Affairs (Germany)=DEU|Government (Israel)=ISR|U.S. officials=USA
President Moon=KOR|North Korea's Kim=PRK|President Erdogan of Turkey=TUR|Mr Aliyev=AZE|Prime Minister May=GBR
"""

TRAPS: tuple[tuple[str, str | None], ...] = (
    *((text, None) for line in _NONE.strip().splitlines() for text in line.split("|")),
    *(
        (text, key)
        for line in _STATES.strip().splitlines()
        for text, _, key in (pair.rpartition("=") for pair in line.split("|"))
    ),
)
