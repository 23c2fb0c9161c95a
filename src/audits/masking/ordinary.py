"""Names that are ordinary words too, and words that stand where a name should and are none."""

# Forenames and surnames of England and Wales that also stand in notes about children. Such a word
# is taken for a name only where it begins with a capital.
ORDINARY = """
angel april art august autumn bail baker ball banks bar barber bark barker barn bass bath battle
bay beach bean bear beard beat beech bell belle berry best bill birch bird black blade blake
blessing blue blunt board bolt bond bone booth born bow bowl boy boys brace brand bread bridge
bridges brook brooks broom brown buck bull burden burn burns bush butcher butt cage cant card care
carer carpenter case cash castle cat cave chance chase child church clerk cliff close coach coal
coat coffin cole collar comfort constable cook copper corner couch court cow cream creed crisp
cross crow crown cutting dance dark darling dash dawn day dean dear den dick dock don down downs
drake drew drink driver duty early earnest ease east england english evening ever eye fair fairy
faith fall falls farmer fate ferry field fields finch finder fire fish fisher flag fleet flood
flower flowers ford forest forester forge forth fortune france frank free freedom freeman french
frost garden gardener gate gates gene gentle gift glass glory gold golden good goodness grace
gracious grain grant grave graves gray green grey guest guy hall ham hammer hand hands harder
hardy harp harvest haven hay head heart heath heaven hedge hill hills holder hole holiday home
honey honour hook hope horse house hubby hunt hunter hurt ice inch ink island jack jar jet job joy
judge july june just justice keep kind king kit knock knot know lace lad lake lamb lamp land lane
last law lawless lawn lay leaf lean light line link lion little liver lock lodge long lord lot
lots love loved lovely low luck lucky lush made maid major male man manger manners many march
marine mark marks marshal master masters mate mates maxim maximum may mayor meat meek mellow
merchant mercy merit mice miles mill miller mills miracle misty monday money monk moon moral more
morning mount mountain mouse music must mustard nail neat need needs never new nice nick night
noble noon norm north nurse ocean only opal orange pace pack page pain pardon park parker parks
parrot parsley parson parsons pastor pat patience paw payer peace peach peacock peak pen penny
perk person persons pet pick pile pilgrim pin pine place plain plant player pleasant poet pole
pool poor pope porter pound poverty powder power powers practice praise precious prentice price
pride priest prince princess prior prosper proud providence prudence purple purse queen quick race
rage rain read reader reading real reason red reign render rest rice rich riches ride rider ridge
right rise river rivers road robin rock rod root rope rose rough round royal rue rule rush rust
sailor saint sale sales salt sand sands savage save say school score scott scout seal sears season
self senior sergeant service sessions shade shadow shaft sharp shed shell sheriff shine ship shoe
shore short shower simple singer single skill sky slack slaughter small smart smoke smoker snell
snow soul south space spark sparks speaker spear speed spicer spike spring spur stable stack stage
star stark stars steel steep stern steward still stock stone stones storm story strange street
strong style success such sue sugar summer summers sun sunday sunshine sure sweet sword tad temple
tester thorn thrift thrush thursday tiger tiller timber tom towel tower towers town trash treasure
tree trip true trust truth tuesday usher valley van venture vest vicar victor victory view virtue
vogue walker wall walls walter wander want ward warden wards warren wash water waters way
wednesday weeks welcome well wells welsh west wheat wheel wheeler whisper white whole wild wilder
wilderness will willing willow wills wind window winds wine winner winter winters wisdom wise wish
wolf wonder wood woods wool worth worthy wring yard young younger zip
"""
WORDS = frozenset(ORDINARY.split())

# What registers write in the place of a name, and what stands beside names of parents.
NO_NAME = """
and or the of to be no not nil none na n/a unknown known name named unnamed surname forename tba
tbc test unborn born baby babe bump infant newborn foetus fetus twin twins triplet child children
boy girl male female son daughter mother father mum dad mummy daddy parent parents carer carers
guardian foster step brother sister sibling siblings half grandmother grandfather grandparent nan
nana gran grandma grandad aunt auntie uncle cousin partner husband wife mr mrs ms miss master dr
sir lady rev aka nee formerly known as deceased dec'd also both same see above restricted
"""
NOT_NAMES = frozenset(NO_NAME.split())
# Small words within names: none is a name by itself.
SMALL_WORDS = """
al ap bin bint da das de del della den der di do dos du el fitz ibn la le los mac mc o san st te
ten ter van von y und zu
"""
PARTICLES = frozenset(SMALL_WORDS.split())
MONTHS = {
    "january": ("jan",), "february": ("feb",), "march": ("mar",), "april": ("apr",), "may": (),
    "june": ("jun",), "july": ("jul",), "august": ("aug",), "september": ("sep", "sept"),
    "october": ("oct",), "november": ("nov",), "december": ("dec",),
}  # fmt: skip
# Before a month's name these say that it is a month.
BEFORE_MONTHS = """
in since until till during last next this early late mid each every from between end
"""
BEFORE_A_MONTH = frozenset(BEFORE_MONTHS.split())
# After an ordinary word that begins a sentence, or in a text of capitals, these say that it is no
# name: "Made a referral", "May be at risk", "Young people".
AFTER_WORDS = """
a an the be been have that people person persons children adult adults his her their its it they
she he we you this these those there
"""
AFTER_A_WORD = frozenset(AFTER_WORDS.split())
# Full names and their common short forms (Withycombe, The Oxford Dictionary of English Christian
# Names, 3rd edition, gives each under its full name).
SHORT_FORMS = """
abigail abi abby gail; alexander alex sandy; alexandra alex sandra; amelia amy millie; andrew
andy drew; anthony tony; benjamin ben benny benji; catherine cathy kate katie cat; charles
charlie chuck; charlotte charlie lottie; christopher chris kit; daniel dan danny; david dave
davy; dominic dom nick; edward ed eddie ted teddy; eleanor ellie nell nora; elizabeth liz lizzie
beth betty eliza libby; emily em millie; frances fran; gabriella gabby; frederick fred freddie;
georgina georgie; gregory greg; harriet hattie; henry harry hal; isabella bella izzy izzie;
isobel izzy bel; jacob jake; james jim jimmy jamie; jennifer jen jenny; jessica jess jessie;
jonathan jon jonny; john jack johnny; joseph joe joey; joshua josh; katherine kathy kate katie
kat kitty; kathryn kathy kate katie; leonard len lenny leo; lucinda lucy; madeleine maddie;
margaret maggie meg peggy; matthew matt; maximilian max; michael mike micky mick; mohammed mo;
muhammad mo; natalie nat; nathaniel nat nathan; nicholas nick nicky; nicola nicky; oliver ollie;
olivia liv livvy; patricia pat tricia; patrick pat paddy; peter pete; philip phil pip; rebecca
becky becca; richard rick dick ricky; robert rob bob bobby robbie; samantha sam; samuel sam
sammy; sebastian seb; stephanie steph; stephen steve; steven steve; susan sue; theodore theo
ted; theresa tess; thomas tom tommy; timothy tim; victoria vicky tori; william will bill billy
liam; zachary zac zach
"""
SHORT = {line.split()[0]: line.split()[1:] for line in SHORT_FORMS.split(";")}
